namespace Mail.Core;

/// <summary>The answer to one <see cref="DnsQuestion"/>.</summary>
public sealed record DnsAnswer
{
    private DnsAnswer(DnsOutcome outcome, IReadOnlyList<DnsRecord> records, TimeSpan timeToLive, string? problem)
    {
        Outcome = outcome;
        Records = records;
        TimeToLive = timeToLive;
        Problem = problem;
    }

    public DnsOutcome Outcome { get; }

    /// <summary>Those of the type that was asked for, of the name or of what its CNAMEs lead to; in the order they came. Empty unless <see cref="DnsOutcome.Found"/>.</summary>
    public IReadOnlyList<DnsRecord> Records { get; }

    /// <summary>For how long the answer holds: the smallest of all records that led to it, for negative answers that of RFC 2308 §5.</summary>
    public TimeSpan TimeToLive { get; }

    /// <summary>
    /// The resolver has verified all that led to it by DNSSEC (the AD bit of RFC 4035 §3.2.3), the "no" of a negative answer included. Worth as much as the
    /// way to the resolver: never set unless a setting says that this way is trusted.
    /// </summary>
    public bool Authenticated { get; init; }

    /// <summary>The name at the end of the CNAMEs; <c>null</c> when the name that was asked for is no alias.</summary>
    public string? Alias { get; init; }

    /// <summary>For the log: what went wrong with a <see cref="DnsOutcome.TemporaryFailure"/>.</summary>
    public string? Problem { get; }

    public static DnsAnswer Found(IReadOnlyList<DnsRecord> records, TimeSpan timeToLive) => new(DnsOutcome.Found, records, timeToLive, null);

    public static DnsAnswer NoData(TimeSpan timeToLive) => new(DnsOutcome.NoData, [], timeToLive, null);

    public static DnsAnswer NxDomain(TimeSpan timeToLive) => new(DnsOutcome.NxDomain, [], timeToLive, null);

    public static DnsAnswer Failed(string problem) => new(DnsOutcome.TemporaryFailure, [], TimeSpan.Zero, problem);
}
