namespace Mail.Sieve.Svtest;

/// <summary><c>test_script_compile "file"</c>: the script is the one to run; false, with errors to look at, when it does not compile.</summary>
internal sealed class TestScriptCompileTest : SvtestTestDefinition
{
    private const string File = "script";

    public override string Name => "test_script_compile";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(File, ArgumentType.String)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var file = arguments.Text(File)!;
        return new SvtestTestNode((session, run) => ValueTask.FromResult(session.CompileScript(file.Expand(run))));
    }
}
