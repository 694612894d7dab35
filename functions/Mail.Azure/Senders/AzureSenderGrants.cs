using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>SenderGrants</c>: one request per account and <see cref="StorageOptions.CacheTime"/>.</summary>
public sealed class AzureSenderGrants : ISenderGrants
{
    private readonly AccountRows<SenderGrant> _rows;

    internal AzureSenderGrants(StorageConnection connection, DirectoryReports reports, TimeSpan cacheTime, TimeProvider time) =>
        _rows = new(connection.Tables.GetTableClient("SenderGrants"), SenderGrantRow.Read, reports, cacheTime, time);

    public async ValueTask<IReadOnlyList<SenderGrant>> FindAsync(string accountId, CancellationToken cancellationToken) =>
        [.. (await _rows.FindAsync(accountId, cancellationToken)).Where(grant => grant.Enabled)];
}
