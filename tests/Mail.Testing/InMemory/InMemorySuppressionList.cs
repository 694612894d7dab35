using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>The suppression list in memory.</summary>
public sealed class InMemorySuppressionList(TimeProvider time, StorageFaults? parentFaults = null) : ISuppressionList
{
    private readonly ConcurrentDictionary<MailAddress, Suppression> _entries = new();

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<Suppression?> FindAsync(MailAddress address, CancellationToken cancellationToken) => Faults.RunAsync(
        () => _entries.TryGetValue(address, out var entry) && entry.HoldsAt(time.GetUtcNow()) ? entry : null, cancellationToken);

    public async ValueTask AddAsync(Suppression suppression, CancellationToken cancellationToken) => await Faults.RunAsync(
        () => _entries.AddOrUpdate(
            suppression.Address,
            suppression,
            (_, old) => old.Source == SuppressionSource.Operator && old.HoldsAt(time.GetUtcNow()) && suppression.Source != SuppressionSource.Operator
                ? old
                : suppression),
        cancellationToken);

    public ValueTask<bool> RemoveAsync(MailAddress address, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => _entries.TryRemove(address, out _), cancellationToken);

    public IAsyncEnumerable<Suppression> ListAsync(string? domain, CancellationToken cancellationToken) => Faults.List<Suppression>(
        () =>
        [
            .. _entries.Values
                .Where(entry => domain is null || entry.Address.Domain == domain)
                .OrderBy(entry => entry.Address.Domain, StringComparer.Ordinal)
                .ThenBy(entry => entry.Address.LocalPart.ToLowerInvariant(), StringComparer.Ordinal),
        ],
        cancellationToken);

    /// <summary>What is in memory is as it should be.</summary>
    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) => Faults.List<DirectoryProblem>(() => [], cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => Faults.RunAsync(
        () => _entries.Where(pair => !pair.Value.HoldsAt(now)).ToList().Count(pair => _entries.TryRemove(pair)), cancellationToken);
}
