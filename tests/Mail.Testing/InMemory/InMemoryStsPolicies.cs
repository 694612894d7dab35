using Mail.Core;

namespace Mail.Testing;

/// <summary>Policies of MTA-STS, in a dictionary.</summary>
public sealed class InMemoryStsPolicies(StorageFaults? parentFaults = null) : IStsPolicies
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, KeptStsPolicy> _policies = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<KeptStsPolicy?> FindAsync(string domain, CancellationToken cancellationToken) =>
        Locked(() => _policies.GetValueOrDefault(domain), cancellationToken);

    public async ValueTask KeepAsync(KeptStsPolicy policy, CancellationToken cancellationToken) =>
        await Locked(() => _policies[policy.Domain] = policy, cancellationToken);

    public IAsyncEnumerable<KeptStsPolicy> ListAsync(CancellationToken cancellationToken) =>
        Faults.List<KeptStsPolicy>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _policies.Values];
                }
            },
            cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Locked(() => _policies.Values.Where(policy => policy.ExpiresAt < now).ToList().Count(policy => _policies.Remove(policy.Domain)), cancellationToken);

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);
}
