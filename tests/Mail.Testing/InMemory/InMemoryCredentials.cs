using Mail.Core;

namespace Mail.Testing;

/// <summary>App passwords without a cache: a change is seen at once.</summary>
public sealed class InMemoryCredentials(StorageFaults? parentFaults = null) : ICredentialStore, ICredentialEditor
{
    private readonly InMemoryRows<AppPassword> _rows = new(parentFaults);

    public StorageFaults Faults => _rows.Faults;

    public ValueTask<IReadOnlyList<AppPassword>> FindAsync(string accountId, CancellationToken cancellationToken) =>
        _rows.FindAsync(password => password.AccountId == accountId, cancellationToken);

    public async ValueTask NoteUseAsync(string accountId, string name, DateTimeOffset usedAt, CancellationToken cancellationToken) =>
        await _rows.ChangeAsync(Key(accountId, name), password => password with { LastUsedAt = usedAt }, cancellationToken);

    public ValueTask<bool> AddAsync(AppPassword password, CancellationToken cancellationToken) =>
        _rows.AddAsync(Key(password.AccountId, password.Name), password, cancellationToken);

    public ValueTask<bool> RemoveAsync(string accountId, string name, CancellationToken cancellationToken) =>
        _rows.RemoveAsync(Key(accountId, name), cancellationToken);

    public IAsyncEnumerable<AppPassword> ListAsync(string? accountId, CancellationToken cancellationToken) =>
        _rows.List(password => accountId is null || password.AccountId == accountId, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<DirectoryProblem>();

    private static string Key(string accountId, string name) => accountId + "\n" + name;
}
