namespace Mail.Core;

/// <summary>Changes table <c>RemoteAccounts</c> for the operator's tools.</summary>
public interface IRemoteAccountsEditor : IRemoteAccounts
{
    /// <summary>False when there is one of that key.</summary>
    ValueTask<bool> AddAsync(RemoteAccount account, CancellationToken cancellationToken);

    /// <summary>Adds it, or replaces the one of its key.</summary>
    ValueTask SetAsync(RemoteAccount account, CancellationToken cancellationToken);

    /// <summary>False when there was none. What is remembered of it stays until <see cref="IFetchState.ForgetAsync"/>.</summary>
    ValueTask<bool> RemoveAsync(RemoteAccountKey key, CancellationToken cancellationToken);

    /// <param name="target">The account here.</param>
    IAsyncEnumerable<RemoteAccount> ListAsync(MailAddress target, CancellationToken cancellationToken);

    /// <summary>Writes or clears the <c>Problem</c> column of every row, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}
