using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>DmarcSummaries</c>: a row for each report, see <see cref="DmarcSummaryRow"/>.</summary>
public sealed class AzureDmarcSummaries : IDmarcSummaries
{
    /// <summary>Rows of one pruning: ten days of a large site.</summary>
    private const int MaxPruned = 5000;

    private readonly TableClient _table;

    internal AzureDmarcSummaries(StorageConnection connection) => _table = connection.Tables.GetTableClient("DmarcSummaries");

    public async ValueTask<DmarcAdding> TryAddAsync(DmarcSummary summary, CancellationToken cancellationToken)
    {
        var row = DmarcSummaryRow.Write(summary);
        var filter = TableFilter.And(TableFilter.Partition(row.PartitionKey), TableFilter.RowsBeginning(DmarcSummaryRow.Prefix(DmarcSummaryRow.DayOf(summary))));
        var others = await _table.RowsAsync(filter, cancellationToken, ["RowKey"])
            .Select(other => other.RowKey)
            .Take(IDmarcSummaries.MaxPerDay)
            .ToListAsync(cancellationToken);
        if (others.Contains(row.RowKey))
        {
            return DmarcAdding.Known;
        }

        var ofReporter = others.Count(key => key.StartsWith(DmarcSummaryRow.Prefix(summary), StringComparison.Ordinal));
        return others.Count >= IDmarcSummaries.MaxPerDay || ofReporter >= IDmarcSummaries.MaxPerReporter ? DmarcAdding.Full
            : await _table.TryAddRowAsync(row, cancellationToken) ? DmarcAdding.Added
            : DmarcAdding.Known;
    }

    public IAsyncEnumerable<DmarcSummary> ListAsync(string? domain, DateOnly from, CancellationToken cancellationToken)
    {
        var partition = domain is null ? null : TableFilter.Partition(TableKey.Encode(domain));
        return _table
            .RowsAsync(TableFilter.And(partition, TableFilter.RowsFrom(DmarcSummaryRow.Prefix(from))), cancellationToken)
            .Select(DmarcSummaryRow.Read)
            .OfType<DmarcSummary>();
    }

    public async ValueTask<int> PruneAsync(DateOnly before, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableClient.CreateQueryFilter($"RowKey lt {DmarcSummaryRow.Prefix(before)}"), MaxPruned, cancellationToken);
}
