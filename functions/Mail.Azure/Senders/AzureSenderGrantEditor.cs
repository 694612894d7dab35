using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>SenderGrants</c> for the operator's tools.</summary>
public sealed class AzureSenderGrantEditor : ISenderGrantEditor
{
    private readonly TableClient _table;

    internal AzureSenderGrantEditor(StorageConnection connection) => _table = connection.Tables.GetTableClient("SenderGrants");

    public async ValueTask<bool> AddAsync(SenderGrant grant, CancellationToken cancellationToken) =>
        await _table.TryAddRowAsync(SenderGrantRow.Write(grant), cancellationToken);

    public async ValueTask<bool> RemoveAsync(string accountId, GrantedSender sender, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(accountId, SenderGrantRow.Key(sender), cancellationToken);

    public IAsyncEnumerable<SenderGrant> ListAsync(string? accountId, CancellationToken cancellationToken) =>
        AccountTable.ListAsync(_table, accountId, SenderGrantRow.Read, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        AccountTable.CheckAsync(_table, SenderGrantRow.Read, cancellationToken);
}
