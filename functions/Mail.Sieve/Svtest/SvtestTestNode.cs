namespace Mail.Sieve.Svtest;

/// <summary>A compiled test of the test language that asks the session.</summary>
internal sealed class SvtestTestNode(Func<SvtestSession, SieveRun, ValueTask<bool>> evaluate) : TestNode
{
    public override ValueTask<bool> EvaluateAsync(SieveRun run) => evaluate(SvtestSession.Of(run), run);
}
