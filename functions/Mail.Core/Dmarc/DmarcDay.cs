namespace Mail.Core;

/// <summary>Mail of one day in the name of one domain: what a report tells.</summary>
/// <param name="Day">By UTC.</param>
/// <param name="Published">What the domain asked for, as of the last message.</param>
/// <param name="Uncounted">Messages for which there was no room in <paramref name="Tallies"/>.</param>
public sealed record DmarcDay(DateOnly Day, DmarcPublication Published, IReadOnlyList<DmarcTally> Tallies, long Uncounted = 0)
{
    /// <summary>
    /// Tallies of one domain and day. Who sends in a domain's name chooses most of what tells them apart. Some 7 MB of XML, 300 kB under gzip: every limit
    /// that domains are known to set (10 MB) has room for it.
    /// </summary>
    public const int MaxTallies = 10_000;

    public string Domain => Published.Domain;
}
