namespace Mail.Core;

/// <summary>Connections under one policy (RFC 8460 §4.2).</summary>
/// <param name="Policy">As in <see cref="TlsResult.Policy"/>.</param>
/// <param name="Successful">As the policy wants them.</param>
/// <param name="Failed">All that were not, those included that <paramref name="Failures"/> has no room for.</param>
public sealed record TlsPolicyTally(
    TlsPolicyKind Kind, IReadOnlyList<string> Policy, long Successful, long Failed, IReadOnlyList<TlsFailureTally> Failures)
{
    /// <summary>A domain has a few servers, and each a few ways to fail. With <see cref="TlsDay.MaxPolicies"/> a day has to fit a row of 1 MiB, whatever its domain does.</summary>
    public const int MaxFailures = 25;

    /// <summary>Characters of <see cref="Policy"/>; what is beyond them is left out. Real ones have some hundred.</summary>
    public const int MaxPolicy = 16 * 1024;

    public bool IsSame(TlsPolicyTally other) => Kind == other.Kind && Policy.SequenceEqual(other.Policy);

    public static TlsPolicyTally Of(TlsResult result) => result.Problem is { } problem
        ? new(result.Kind, Short(result.Policy), 0, 1, [new TlsFailureTally(problem, result.Host, result.Address, Short(result.Reason), 1)])
        : new(result.Kind, Short(result.Policy), 1, 0, []);

    public TlsPolicyTally With(TlsPolicyTally other)
    {
        var failures = Failures.ToList();
        foreach (var more in other.Failures)
        {
            var known = failures.FindIndex(more.IsSame);
            if (known >= 0)
            {
                failures[known] = failures[known] with { Count = failures[known].Count + more.Count };
            }
            else if (failures.Count < MaxFailures)
            {
                failures.Add(more);
            }
        }

        return this with { Successful = Successful + other.Successful, Failed = Failed + other.Failed, Failures = failures };
    }

    private static List<string> Short(IReadOnlyList<string> policy)
    {
        var left = MaxPolicy;
        return [.. policy.TakeWhile(line => (left -= line.Length) >= 0)];
    }

    private static string Short(string reason) => reason.Length <= 200 ? reason : reason[..200];
}
