using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>Rejects</c>. Records of one owner go together, a hundred to a request.</summary>
public sealed class AzureRejectLog : IRejectLog
{
    // Ten transactions at least; a sweep comes every few minutes.
    private const int MaxPruned = 5000;

    private readonly TableClient _table;

    internal AzureRejectLog(StorageConnection connection) => _table = connection.Tables.GetTableClient("Rejects");

    public async ValueTask WriteAsync(IReadOnlyCollection<RejectRecord> records, CancellationToken cancellationToken)
    {
        foreach (var owner in records.Select(RejectRow.Write).GroupBy(row => row.PartitionKey))
        {
            foreach (var rows in owner.Chunk(TableRows.MaxActions))
            {
                await _table.SubmitAsync(
                    [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))], cancellationToken);
            }
        }
    }

    public async IAsyncEnumerable<RejectRecord> ListAsync(
        MailAddress? owner, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = owner is null ? null : TableFilter.Partition(RejectRow.Partition(owner));
        var records = _table.RowsAsync(TableFilter.And(partition, TableFilter.Rows("", RejectRow.Before(since))), cancellationToken)
            .Select(RejectRow.Read)
            .OfType<RejectRecord>();
        // A partition is in order; several have to be put in order.
        await foreach (var record in owner is null ? records.OrderByDescending(record => record.Id) : records)
        {
            yield return record;
        }
    }

    public async ValueTask<RejectRecord?> FindAsync(QueueId id, CancellationToken cancellationToken) =>
        await _table.RowsAsync(TableFilter.Row(RejectRow.Key(id)), cancellationToken)
            .Select(RejectRow.Read)
            .FirstOrDefaultAsync(record => record is not null, cancellationToken);

    public async ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.RowsFrom(RejectRow.Before(before)), MaxPruned, cancellationToken);
}
