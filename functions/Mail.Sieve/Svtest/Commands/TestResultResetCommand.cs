namespace Mail.Sieve.Svtest;

/// <summary><c>test_result_reset</c>: no actions are pending and nothing was sent; the message is without edits.</summary>
internal sealed class TestResultResetCommand : SvtestCommandDefinition
{
    public override string Name => "test_result_reset";

    public override CommandNode Compile(BoundArguments arguments) => new SvtestCommandNode(arguments.Position, (session, run) =>
    {
        session.ResetResult(run);
        session.Sent.Clear();
        return ValueTask.CompletedTask;
    });
}
