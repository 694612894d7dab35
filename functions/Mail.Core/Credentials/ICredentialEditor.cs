namespace Mail.Core;

/// <summary>Changes the app passwords of accounts and reads them without a cache: for the operator's tools.</summary>
public interface ICredentialEditor
{
    /// <summary>False when the account has one of that name.</summary>
    ValueTask<bool> AddAsync(AppPassword password, CancellationToken cancellationToken);

    /// <summary>False when there is none of that name.</summary>
    ValueTask<bool> RemoveAsync(string accountId, string name, CancellationToken cancellationToken);

    /// <param name="accountId"><c>null</c> for all accounts.</param>
    IAsyncEnumerable<AppPassword> ListAsync(string? accountId, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}
