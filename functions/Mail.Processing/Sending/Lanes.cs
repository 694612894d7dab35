namespace Mail.Processing;

/// <summary>Keeps destinations that are new, slow or silent from taking all attempts of this process. The destination is locked by the caller.</summary>
internal sealed class Lanes(OutboundOptions options)
{
    /// <summary>A server that is there has greeted by then, mostly.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan ShortestTurn = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(1);

    private readonly List<Lane> _lanes = [];
    private DateTimeOffset _nextTurn;

    public bool IsSlow(DestinationUse use) => use.AverageSeconds > options.SlowAfter.TotalSeconds;

    /// <summary>
    /// Those that have not answered yet get a third of the pool. Those that are slow, or have not answered for a while, get another third: so one that is
    /// new and there does not wait until the time-outs of those that are not there are over.
    /// </summary>
    public bool TryEnter(DestinationUse use, DateTimeOffset now)
    {
        var limit = Math.Max(1, options.AttemptsAtOnce / 3);
        lock (_lanes)
        {
            var stuck = _lanes.Count(other => other.IsSlow || now - other.Since >= Stuck);
            var isSlow = IsSlow(use);
            if ((isSlow && stuck >= limit) || (!use.IsProven && (_lanes.Count - stuck >= limit || _lanes.Count >= 2 * limit)))
            {
                return false;
            }

            var lane = new Lane(now, isSlow);
            use.Lanes.Enqueue(lane);
            if (isSlow || !use.IsProven)
            {
                _lanes.Add(lane);
            }

            return true;
        }
    }

    /// <summary>
    /// For one that found its lane full: a turn, as lanes become free. Among thousands of new destinations that are not there one that is waits for a minute
    /// at most each time; the storage is not asked for all of them each second.
    /// </summary>
    public TimeSpan TurnAfter(DateTimeOffset now)
    {
        lock (_lanes)
        {
            var pace = _lanes.Select(lane => now - lane.Since).Aggregate(TimeSpan.Zero, (sum, age) => sum + age) / Math.Max(1, _lanes.Count * _lanes.Count);
            var soonest = now + ShortestTurn;
            _nextTurn = (_nextTurn > soonest ? _nextTurn : soonest) + pace;
            _nextTurn = _nextTurn < now + LongestTurn ? _nextTurn : now + LongestTurn;
            return _nextTurn - now;
        }
    }

    public void Leave(DestinationUse use)
    {
        lock (_lanes)
        {
            _lanes.Remove(use.Lanes.Dequeue());
        }
    }
}
