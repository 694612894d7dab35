namespace Mail.Sieve;

/// <summary>A test that waits for nothing.</summary>
internal abstract class DirectTest : TestNode
{
    public sealed override ValueTask<bool> EvaluateAsync(SieveRun run) => new(Evaluate(run));

    protected abstract bool Evaluate(SieveRun run);
}
