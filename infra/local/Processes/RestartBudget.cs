namespace Mail.Local.Processes;

/// <summary>
/// Decides whether and when a process that died is started again: soon at first, more slowly when it keeps dying, and
/// no more after <see cref="MaxDeaths"/> deaths within <see cref="Window"/>.
/// </summary>
internal sealed class RestartBudget(TimeProvider time)
{
    // A process that is killed now and then comes back; one that cannot run is given up after half a minute.
    public const int MaxDeaths = 6;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private readonly Queue<long> _deaths = new();

    /// <summary>Notes a death. The delay before the next start, or null when there is to be none.</summary>
    public TimeSpan? DelayAfterDeath()
    {
        while (_deaths.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > Window)
            _deaths.Dequeue();
        _deaths.Enqueue(time.GetTimestamp());
        return _deaths.Count >= MaxDeaths ? null : FirstDelay * Math.Pow(2, _deaths.Count - 1);
    }
}
