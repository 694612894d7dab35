using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>Credentials</c>: one request per account and <see cref="StorageOptions.CacheTime"/>.</summary>
public sealed class AzureCredentialStore : ICredentialStore
{
    private readonly TableClient _table;
    private readonly AccountRows<AppPassword> _rows;

    internal AzureCredentialStore(StorageConnection connection, DirectoryReports reports, TimeSpan cacheTime, TimeProvider time)
    {
        _table = connection.Tables.GetTableClient("Credentials");
        _rows = new(_table, CredentialRow.Read, reports, cacheTime, time);
    }

    public ValueTask<IReadOnlyList<AppPassword>> FindAsync(string accountId, CancellationToken cancellationToken) =>
        _rows.FindAsync(accountId, cancellationToken);

    public async ValueTask NoteUseAsync(string accountId, string name, DateTimeOffset usedAt, CancellationToken cancellationToken) =>
        // Merge: nothing but this column changes, and a row that has been removed does not come back.
        await _table.TryMergeRowAsync(
            new TableEntity(accountId, TableKey.Encode(name)) { [CredentialRow.LastUsedAt] = usedAt }, ETag.All, cancellationToken);
}
