using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// How many recipients each account has named in the last hour and the last day. Kept in memory: each gateway counts for itself, so with several the
/// limits are that many times as high at the most, and a restart forgets. A recipient counts when it is accepted, whether or not its message comes;
/// sessions that go on at once may pass a limit by one each.
/// </summary>
internal sealed class RecipientRates(TimeProvider time)
{
    // Accounts, some 200 bytes each.
    private const int Capacity = 50_000;

    private readonly RecentlyUsed<string, Usage> _usage = new(Capacity);

    /// <returns><c>null</c> while there is room for one more.</returns>
    public Refusal? Check(string user, SiteSettings limits)
    {
        var usage = _usage.GetOrAdd(user, static _ => new Usage());
        lock (usage)
        {
            var now = time.GetUtcNow();
            if (usage.Hour.Estimate(now) + 1 > limits.SubmissionRecipientsPerHour)
            {
                return new Refusal(SubmissionReplies.HourFull, "recipient-rate", $"{limits.SubmissionRecipientsPerHour} recipients in an hour");
            }

            if (usage.Day.Estimate(now) + 1 > limits.SubmissionRecipientsPerDay)
            {
                return new Refusal(SubmissionReplies.DayFull, "recipient-rate", $"{limits.SubmissionRecipientsPerDay} recipients in a day");
            }

            return null;
        }
    }

    /// <summary>One more.</summary>
    public void Add(string user)
    {
        var usage = _usage.GetOrAdd(user, static _ => new Usage());
        lock (usage)
        {
            usage.Hour.Add(time.GetUtcNow());
            usage.Day.Add(time.GetUtcNow());
        }
    }

    private sealed class Usage
    {
        public SlidingCount Hour { get; } = new(TimeSpan.FromHours(1));

        public SlidingCount Day { get; } = new(TimeSpan.FromDays(1));
    }

    /// <summary>Two fixed windows: what the one before counted fades out evenly while the present one goes on.</summary>
    private sealed class SlidingCount(TimeSpan window)
    {
        private long _index;
        private int _before;
        private int _now;

        public double Estimate(DateTimeOffset at)
        {
            Move(at);
            var left = 1 - ((double)(at.UtcTicks % window.Ticks) / window.Ticks);
            return (_before * left) + _now;
        }

        public void Add(DateTimeOffset at)
        {
            Move(at);
            _now++;
        }

        private void Move(DateTimeOffset at)
        {
            var index = at.UtcTicks / window.Ticks;
            if (index != _index)
            {
                _before = index == _index + 1 ? _now : 0;
                _now = 0;
                _index = index;
            }
        }
    }
}
