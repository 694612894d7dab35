namespace Mail.Core;

/// <summary>How TLS went with the servers of one domain on one day: a row of table <c>TlsReports</c>, and what a report tells.</summary>
/// <param name="Day">By UTC (RFC 8460 §4.1).</param>
public sealed record TlsDay(DateOnly Day, string Domain, IReadOnlyList<TlsPolicyTally> Policies)
{
    /// <summary>A domain that changes its policy more often in a day is not worth a larger row.</summary>
    public const int MaxPolicies = 5;

    /// <summary>Both together; they are of the same day and domain.</summary>
    public TlsDay With(TlsDay other) => other.Policies.Aggregate(this, (day, policy) => day.With(policy));

    public TlsDay With(TlsPolicyTally policy)
    {
        var policies = Policies.ToList();
        var known = policies.FindIndex(policy.IsSame);
        if (known >= 0)
        {
            policies[known] = policies[known].With(policy);
        }
        else if (policies.Count < MaxPolicies)
        {
            policies.Add(policy);
        }

        return this with { Policies = policies };
    }
}
