namespace Mail.Transport;

/// <summary>What one read has of a <see cref="MemoryLane"/>. Disposing gives it back.</summary>
/// <param name="octets">Of the lane.</param>
/// <param name="loadTime">After so long it may be taken back, if others wait.</param>
internal sealed class MemoryShare(MemoryLane lane, long octets, TimeSpan loadTime) : IDisposable
{
    private readonly CancellationTokenSource _overdue = new();
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Octets => octets;

    /// <summary>Cancelled when others wait and the server has had its time: what is being read is to be given up.</summary>
    public CancellationToken Overdue => _overdue.Token;

    internal Task Given => _given.Task;

    /// <summary>The time from which on it may be taken back; the end of all times once everything is loaded.</summary>
    internal DateTimeOffset DueAt { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Everything has come: from here on it is our own work that takes time, and no fault of the server's.</summary>
    public void Loaded() => DueAt = DateTimeOffset.MaxValue;

    public void Dispose()
    {
        lane.Return(this);
        _overdue.Dispose();
    }

    internal void Give(DateTimeOffset now)
    {
        DueAt = now + loadTime;
        _given.TrySetResult();
    }

    internal void TakeBack()
    {
        DueAt = DateTimeOffset.MaxValue;
        _ = _overdue.CancelAsync();
    }
}
