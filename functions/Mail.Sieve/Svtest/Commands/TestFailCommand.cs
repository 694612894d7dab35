namespace Mail.Sieve.Svtest;

/// <summary><c>test_fail "reason"</c>: the test has failed, and ends here.</summary>
internal sealed class TestFailCommand : SvtestCommandDefinition
{
    private const string Reason = "reason";

    public override string Name => "test_fail";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Reason, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var (reason, position) = (arguments.Text(Reason)!, arguments.Position);
        return new SvtestCommandNode(position, (_, run) =>
        {
            run.Fail(position, reason.Expand(run).Trim());
            return ValueTask.CompletedTask;
        });
    }
}
