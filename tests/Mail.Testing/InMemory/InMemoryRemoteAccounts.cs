using Mail.Core;

namespace Mail.Testing;

public sealed class InMemoryRemoteAccounts(StorageFaults? parentFaults = null) : IRemoteAccountsEditor
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, RemoteAccount> _accounts = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    public async IAsyncEnumerable<RemoteAccount> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var account in await Locked(() => _accounts.Values.ToList(), cancellationToken))
        {
            yield return account;
        }
    }

    public IAsyncEnumerable<RemoteAccount> ListAsync(MailAddress target, CancellationToken cancellationToken) =>
        ListAsync(cancellationToken).Where(account => account.Key.Target.Equals(target));

    public ValueTask<RemoteAccount?> FindAsync(RemoteAccountKey key, CancellationToken cancellationToken) =>
        Locked(() => _accounts.GetValueOrDefault(NameOf(key)), cancellationToken);

    public ValueTask<bool> SetPausedAsync(RemoteAccountKey key, string? reason, CancellationToken cancellationToken) => Locked(
        () =>
        {
            var isThere = _accounts.TryGetValue(NameOf(key), out var account);
            if (isThere)
            {
                _accounts[NameOf(key)] = account! with { Paused = reason };
            }

            return isThere;
        },
        cancellationToken);

    public ValueTask<bool> AddAsync(RemoteAccount account, CancellationToken cancellationToken) =>
        Locked(() => _accounts.TryAdd(NameOf(account.Key), account), cancellationToken);

    public async ValueTask SetAsync(RemoteAccount account, CancellationToken cancellationToken) =>
        await Locked(() => _accounts[NameOf(account.Key)] = account, cancellationToken);

    public ValueTask<bool> RemoveAsync(RemoteAccountKey key, CancellationToken cancellationToken) => Locked(() => _accounts.Remove(NameOf(key)), cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<DirectoryProblem>();

    private static string NameOf(RemoteAccountKey key) => key.ToString().ToLowerInvariant();

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
