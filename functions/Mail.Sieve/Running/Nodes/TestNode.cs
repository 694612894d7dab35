namespace Mail.Sieve;

/// <summary>A compiled test. It holds nothing of any message, so that any number may run it at once.</summary>
internal abstract class TestNode
{
    /// <summary>The outcome, when it is the same for all messages.</summary>
    public virtual bool? Known => null;

    /// <summary>The known outcome hangs on an extension: what then cannot run may name what is not there (RFC 5463 §4).</summary>
    public virtual bool IsFromIhave => false;

    /// <summary>Errors are reported to the run, which then ends whatever is returned.</summary>
    public abstract ValueTask<bool> EvaluateAsync(SieveRun run);
}
