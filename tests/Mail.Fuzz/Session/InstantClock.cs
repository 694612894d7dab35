namespace Mail.Fuzz.Session;

/// <summary>A clock on which a delay of one length is over as soon as it begins. No other timer goes off: nothing else waits here.</summary>
internal sealed class InstantClock(TimeSpan delay) : TimeProvider
{
    private readonly DateTimeOffset _start = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == delay)
        {
            _passed += delay;
            callback(state);
        }

        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // Nothing runs.
        }

        public ValueTask DisposeAsync() => default;
    }
}
