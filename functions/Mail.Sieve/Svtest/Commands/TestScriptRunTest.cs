namespace Mail.Sieve.Svtest;

/// <summary>
/// <c>test_script_run [:append_result]</c>: runs the script that was compiled last on the message; its actions are pending, instead of or behind those
/// that were. False, with the error to look at, when it ends in one.
/// </summary>
internal sealed class TestScriptRunTest : SvtestTestDefinition
{
    private const string Append = "append_result";

    public override string Name => "test_script_run";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [new(Append)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var append = arguments.Has(Append);
        return new SvtestTestNode((session, run) => session.RunScriptAsync(run, append));
    }
}
