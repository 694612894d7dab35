using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>Credentials</c> for the operator's tools.</summary>
public sealed class AzureCredentialEditor : ICredentialEditor
{
    private readonly TableClient _table;

    internal AzureCredentialEditor(StorageConnection connection) => _table = connection.Tables.GetTableClient("Credentials");

    public async ValueTask<bool> AddAsync(AppPassword password, CancellationToken cancellationToken) =>
        await _table.TryAddRowAsync(CredentialRow.Write(password), cancellationToken);

    public async ValueTask<bool> RemoveAsync(string accountId, string name, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(accountId, TableKey.Encode(name), cancellationToken);

    public IAsyncEnumerable<AppPassword> ListAsync(string? accountId, CancellationToken cancellationToken) =>
        AccountTable.ListAsync(_table, accountId, CredentialRow.Read, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        AccountTable.CheckAsync(_table, CredentialRow.Read, cancellationToken);
}
