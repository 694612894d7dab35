namespace Mail.Sieve.Svtest;

/// <summary><c>test_multiscript [files]</c>: runs scripts, each while the message would be kept by those before, and does what they want.</summary>
internal sealed class TestMultiscriptTest : SvtestTestDefinition
{
    private const string Files = "scripts";

    public override string Name => "test_multiscript";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Files, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var files = arguments.Texts(Files)!;
        return new SvtestTestNode((session, run) => session.RunScriptsAsync(run, files.Expand(run)));
    }
}
