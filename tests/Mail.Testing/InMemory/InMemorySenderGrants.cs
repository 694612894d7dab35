using Mail.Core;

namespace Mail.Testing;

/// <summary>Grants without a cache: a change is seen at once.</summary>
public sealed class InMemorySenderGrants(StorageFaults? parentFaults = null) : ISenderGrants, ISenderGrantEditor
{
    private readonly InMemoryRows<SenderGrant> _rows = new(parentFaults);

    public StorageFaults Faults => _rows.Faults;

    public ValueTask<IReadOnlyList<SenderGrant>> FindAsync(string accountId, CancellationToken cancellationToken) =>
        _rows.FindAsync(grant => grant.AccountId == accountId && grant.Enabled, cancellationToken);

    public ValueTask<bool> AddAsync(SenderGrant grant, CancellationToken cancellationToken) =>
        _rows.AddAsync(Key(grant.AccountId, grant.Sender), grant, cancellationToken);

    public ValueTask<bool> RemoveAsync(string accountId, GrantedSender sender, CancellationToken cancellationToken) =>
        _rows.RemoveAsync(Key(accountId, sender), cancellationToken);

    public IAsyncEnumerable<SenderGrant> ListAsync(string? accountId, CancellationToken cancellationToken) =>
        _rows.List(grant => accountId is null || grant.AccountId == accountId, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<DirectoryProblem>();

    private static string Key(string accountId, GrantedSender sender) => accountId + "\n" + sender.ToString().ToLowerInvariant();
}
