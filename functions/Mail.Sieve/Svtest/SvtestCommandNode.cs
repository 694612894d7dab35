namespace Mail.Sieve.Svtest;

/// <summary>A compiled command of the test language that does something to the session.</summary>
internal sealed class SvtestCommandNode(ScriptPosition position, Func<SvtestSession, SieveRun, ValueTask> execute) : CommandNode(position)
{
    public override async ValueTask<Flow> ExecuteAsync(SieveRun run)
    {
        await execute(SvtestSession.Of(run), run);
        return Flow.Next;
    }
}
