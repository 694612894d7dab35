namespace Mail.Functions;

/// <summary>What only the standalone engine asks; the rest is in <c>host.json</c>.</summary>
public sealed record EngineOptions
{
    /// <summary>How long running invocations may finish when the process stops. The Functions host gives 10 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a received message is ours without a renewal, which comes at half that time: so long does mail wait that was in hand when a
    /// process is killed. The Functions host takes 10 minutes. A renewal that storage keeps waiting for its whole 20 s may come too late for
    /// these 30; then somebody else gets the message as well, which only costs work, because every step can be repeated.
    /// </summary>
    public TimeSpan QueueLease { get; init; } = TimeSpan.FromSeconds(30);
}
