using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Suppresses the addresses that a test names.</summary>
internal sealed class FixedSuppressions : ISuppressionList
{
    public HashSet<MailAddress> Addresses { get; } = [];

    public ValueTask<Suppression?> FindAsync(MailAddress address, CancellationToken cancellationToken) => ValueTask.FromResult(
        Addresses.Contains(address)
            ? new Suppression { Address = address, Reason = "no such user", Since = DateTimeOffset.UnixEpoch, Source = SuppressionSource.Operator }
            : null);

    public ValueTask AddAsync(Suppression suppression, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> RemoveAsync(MailAddress address, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<Suppression> ListAsync(string? domain, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();
}
