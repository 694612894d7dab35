using Microsoft.Extensions.Time.Testing;

namespace Mail.Testing.Smtp;

/// <summary>A clock that stands still until it is moved, and knows whether somebody sleeps by it.</summary>
public sealed class DialogClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero))
{
    private int _sleepers;

    /// <summary>A delay is running: a timer that was made to go off, as opposed to one that is set and reset as an alarm.</summary>
    public bool HasSleeper => Volatile.Read(ref _sleepers) > 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Increment(ref _sleepers);
        return base.CreateTimer(Fire, null, dueTime, period);

        void Fire(object? ignored)
        {
            Interlocked.Decrement(ref _sleepers);
            callback(state);
        }
    }
}
