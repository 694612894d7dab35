namespace Mail.Functions;

/// <summary>The pause between two looks at a queue: short while there is work, doubling to the longest while there is none.</summary>
/// <param name="random">Spreads the pauses of several processes by a fifth either way.</param>
internal sealed class PollingInterval(TimeSpan longest, Random random)
{
    /// <summary>As the Functions host: QueuePollingIntervals.Minimum.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private const double Spread = 0.2;

    private TimeSpan _next = Shortest;

    /// <summary>There was a message: look again soon.</summary>
    public void Reset() => _next = Shortest;

    /// <summary>How long to wait now that there was none; from 100 ms to the longest.</summary>
    public TimeSpan Next()
    {
        var pause = _next * (1 - Spread + (2 * Spread * random.NextDouble()));
        _next = _next * 2 < longest ? _next * 2 : longest;
        return Clamp(pause);
    }

    private TimeSpan Clamp(TimeSpan pause) => pause < Shortest ? Shortest : pause > longest ? longest : pause;
}
