namespace Mail.Core;

/// <summary>Changes grants and reads them without a cache: for the operator's tools.</summary>
public interface ISenderGrantEditor
{
    /// <summary>False when the account has that grant.</summary>
    ValueTask<bool> AddAsync(SenderGrant grant, CancellationToken cancellationToken);

    /// <summary>False when there is no such grant.</summary>
    ValueTask<bool> RemoveAsync(string accountId, GrantedSender sender, CancellationToken cancellationToken);

    /// <param name="accountId"><c>null</c> for all accounts.</param>
    IAsyncEnumerable<SenderGrant> ListAsync(string? accountId, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}
