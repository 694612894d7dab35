using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>The suppression list in memory.</summary>
public sealed class InMemorySuppressionList(TimeProvider time) : ISuppressionList
{
    private readonly ConcurrentDictionary<MailAddress, Suppression> _entries = new();

    public ValueTask<Suppression?> FindAsync(MailAddress address, CancellationToken cancellationToken) =>
        new(_entries.TryGetValue(address, out var entry) && entry.HoldsAt(time.GetUtcNow()) ? entry : null);

    public ValueTask AddAsync(Suppression suppression, CancellationToken cancellationToken)
    {
        _entries.AddOrUpdate(
            suppression.Address,
            suppression,
            (_, old) => old.Source == SuppressionSource.Operator && old.HoldsAt(time.GetUtcNow()) && suppression.Source != SuppressionSource.Operator
                ? old
                : suppression);
        return default;
    }

    public ValueTask<bool> RemoveAsync(MailAddress address, CancellationToken cancellationToken) => new(_entries.TryRemove(address, out _));

    public IAsyncEnumerable<Suppression> ListAsync(string? domain, CancellationToken cancellationToken) => _entries.Values
        .Where(entry => domain is null || entry.Address.Domain == domain)
        .OrderBy(entry => entry.Address.Domain, StringComparer.Ordinal)
        .ThenBy(entry => entry.Address.LocalPart.ToLowerInvariant(), StringComparer.Ordinal)
        .ToAsyncEnumerable();

    public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        new(_entries.Where(pair => !pair.Value.HoldsAt(now)).ToList().Count(pair => _entries.TryRemove(pair)));
}
