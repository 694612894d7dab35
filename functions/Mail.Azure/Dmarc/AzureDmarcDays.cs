using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>DmarcResults</c>: partition key the day (<c>2026-01-02</c>), row key domain, batch and part. Rows are only added and deleted, so that instances do
/// not get into each other's way, and a batch of up to 100 domains is one request; see <see cref="DmarcDayRow"/>.
/// </summary>
public sealed class AzureDmarcDays : IDmarcDays
{
    // Characters of rows in one transaction, which takes 4 MiB of JSON; what stands around them is a tenth.
    private const int MaxTransaction = 2 * 1024 * 1024;

    private readonly TableClient _table;

    internal AzureDmarcDays(StorageConnection connection) => _table = connection.Tables.GetTableClient("DmarcResults");

    public async ValueTask AddAsync(QueueId batch, IReadOnlyList<DmarcDay> days, CancellationToken cancellationToken)
    {
        foreach (var partition in days.SelectMany(day => DmarcDayRow.Write(day, batch)).GroupBy(row => row.Row.PartitionKey))
        {
            var actions = new List<TableTransactionAction>();
            var size = 0;
            foreach (var (row, characters) in partition)
            {
                if (actions.Count == TableRows.MaxActions || size + characters > MaxTransaction)
                {
                    await SubmitAsync(actions, cancellationToken);
                    (actions, size) = ([], 0);
                }

                actions.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
                size += characters;
            }

            await SubmitAsync(actions, cancellationToken);
        }
    }

    public async IAsyncEnumerable<DmarcDay> ListAsync(DateOnly before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DmarcTallies? tallies = null;
        var at = (Partition: "", Domain: "");
        var rows = _table.RowsAsync(TableClient.CreateQueryFilter($"PartitionKey lt {DmarcDayRow.Partition(before)}"), cancellationToken);
        await foreach (var row in rows)
        {
            if (DmarcDayRow.Read(row) is not { } day)
            {
                continue;
            }

            if (tallies is not null && at != (row.PartitionKey, day.Domain))
            {
                yield return tallies.ToDay();
                tallies = null;
            }

            at = (row.PartitionKey, day.Domain);
            tallies ??= new DmarcTallies(day.Day, day.Published, DmarcDay.MaxTallies);
            tallies.Add(day);
        }

        if (tallies is not null)
        {
            yield return tallies.ToDay();
        }
    }

    public async ValueTask RemoveAsync(DateOnly day, string domain, CancellationToken cancellationToken)
    {
        var partition = DmarcDayRow.Partition(day);
        var filter = TableFilter.And(TableFilter.Partition(partition), TableFilter.RowsBeginning(DmarcDayRow.Prefix(domain)));
        var rows = await _table.RowsAsync(filter, cancellationToken, ["RowKey"]).Select(row => row.RowKey).ToListAsync(cancellationToken);
        await _table.DeleteRowsAsync(partition, rows, cancellationToken);
    }

    private async Task SubmitAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitAsync(actions, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // The same batch makes the same transactions: this one has been written before, and its answer was lost.
        }
    }
}
