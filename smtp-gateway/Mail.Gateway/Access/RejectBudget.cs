using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Keeps the record of refused mail affordable: so many per recipient and hour, a few of them from the same client, so that a flood does not hide the one that
/// matters, and all together no faster than <see cref="PerSecond"/>. Each process has its own.
/// </summary>
internal sealed class RejectBudget(TimeProvider time)
{
    /// <summary>A table partition takes 2,000 rows a second, and an operator pays for each; a site of a thousand users has some refusals a minute.</summary>
    public const int PerSecond = 10;

    /// <summary>What may come at once after a quiet time.</summary>
    public const int Burst = 300;

    /// <summary>From one client to one recipient in an hour: a few tell everything.</summary>
    public const int PerClient = 5;

    private const int Capacity = 10_000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly RecentlyUsed<MailAddress, Tally> _recipients = new(Capacity);
    private readonly RecentlyUsed<(string? Client, MailAddress Recipient), Tally> _clients = new(Capacity);
    private double _tokens = Burst;
    private long _refilled = time.GetTimestamp();

    /// <summary>True when the refusal may be recorded.</summary>
    /// <param name="leftOut">Then how many of this recipient's mail were not, since the one before.</param>
    public bool TryTake(MailAddress recipient, string? client, int perRecipient, out int leftOut)
    {
        lock (_gate)
        {
            var mine = _recipients.GetOrAdd(recipient, _ => new Tally());
            var theirs = _clients.GetOrAdd((client, recipient), _ => new Tally());
            if (mine.Count(time, Hour) >= perRecipient || theirs.Count(time, Hour) >= PerClient || !TryTakeToken())
            {
                mine.LeftOut++;
                leftOut = 0;
                return false;
            }

            mine.Add();
            theirs.Add();
            (leftOut, mine.LeftOut) = (mine.LeftOut, 0);
            return true;
        }
    }

    private bool TryTakeToken()
    {
        _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_refilled).TotalSeconds * PerSecond));
        _refilled = time.GetTimestamp();
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    private sealed class Tally
    {
        private long? _since;
        private int _count;

        public int LeftOut { get; set; }

        public int Count(TimeProvider time, TimeSpan window)
        {
            if (_since is null || time.GetElapsedTime(_since.Value) >= window)
            {
                (_since, _count) = (time.GetTimestamp(), 0);
            }

            return _count;
        }

        public void Add() => _count++;
    }
}
