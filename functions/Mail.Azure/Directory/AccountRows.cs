using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>A table with a partition for each account, looked up through a cache.</summary>
/// <param name="read">How one row is understood.</param>
internal sealed class AccountRows<T>(
    TableClient table, Func<TableEntity, RowReading<T>> read, DirectoryReports reports, TimeSpan cacheTime, TimeProvider time)
    where T : class
{
    // Accounts that log in within one cache time.
    private const int Capacity = 20_000;

    private readonly ExpiringCache<IReadOnlyList<T>> _cache = new(cacheTime, Capacity, time);

    /// <summary>The rows of one account that can be used; the others are reported.</summary>
    public ValueTask<IReadOnlyList<T>> FindAsync(string accountId, CancellationToken cancellationToken) =>
        _cache.GetAsync(accountId, () => LoadAsync(accountId), cancellationToken);

    private async Task<IReadOnlyList<T>> LoadAsync(string accountId)
    {
        var entries = new List<T>();
        var rows = table.RowsAsync(TableFilter.Partition(accountId), CancellationToken.None).Take(AccountTable.MaxPerAccount);
        await foreach (var row in rows)
        {
            var reading = read(row);
            reports.Report(table.Name, DirectoryReports.RowName(row), reading.Problem);
            if (reading.Entry is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }
}
