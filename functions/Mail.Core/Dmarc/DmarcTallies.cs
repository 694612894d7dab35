namespace Mail.Core;

/// <summary>Counts messages of one domain and day, in bounded memory. Not for several threads.</summary>
/// <param name="max">Tallies, at most.</param>
public sealed class DmarcTallies(DateOnly day, DmarcPublication published, int max)
{
    private readonly Dictionary<DmarcFinding, long> _counts = [];
    private DmarcPublication _published = published;
    private long _uncounted;

    public void Add(DmarcDay more)
    {
        _published = more.Published;
        _uncounted += more.Uncounted;
        foreach (var tally in more.Tallies)
        {
            Add(tally);
        }
    }

    /// <summary>A message whose finding has no room is counted as one of which nothing is told.</summary>
    /// <param name="mayGrow">False: there is no room for a new finding.</param>
    /// <returns>Whether it took room.</returns>
    public bool Add(DmarcTally tally, bool mayGrow = true)
    {
        if (_counts.TryGetValue(tally.Finding, out var count))
        {
            _counts[tally.Finding] = count + tally.Count;
        }
        else if (mayGrow && _counts.Count < max)
        {
            _counts.Add(tally.Finding, tally.Count);
            return true;
        }
        else
        {
            _uncounted += tally.Count;
        }

        return false;
    }

    public DmarcDay ToDay() => new(day, _published, [.. _counts.Select(pair => new DmarcTally(pair.Key, pair.Value))], _uncounted);
}
