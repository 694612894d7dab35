using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>FetchState</c>. A visit that finds nothing is one request.</summary>
public sealed class AzureFetchState : IFetchState
{
    private const int MaxPruned = 1000;

    private readonly TableClient _table;

    internal AzureFetchState(StorageConnection connection) => _table = connection.Tables.GetTableClient("FetchState");

    public async ValueTask<FetchMemory> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(id, FetchStateRow.BeginningFilter, cancellationToken).ToListAsync(cancellationToken);
        return new FetchMemory(
            rows.Find(row => row.RowKey == FetchStateRow.Health) is { } health ? FetchStateRow.ReadHealth(health) : FetchHealth.Good,
            rows.Where(FetchStateRow.IsFolder).Select(FetchStateRow.ReadFolder).ToDictionary(folder => folder.Folder));
    }

    public async ValueTask<IReadOnlyList<FetchBatch>> LoadBatchesAsync(string id, string folder, CancellationToken cancellationToken) =>
        await RowsAsync(id, TableFilter.RowsBeginning(FetchStateRow.BatchesOf(folder)), cancellationToken)
            .Select(row => FetchStateRow.ReadBatch(row, folder))
            .ToListAsync(cancellationToken);

    public async ValueTask SetHealthAsync(string id, FetchHealth health, CancellationToken cancellationToken) =>
        await PutAsync(FetchStateRow.WriteHealth(id, health), cancellationToken);

    public async ValueTask SetFolderAsync(string id, FetchFolder folder, CancellationToken cancellationToken) =>
        await PutAsync(FetchStateRow.WriteFolder(id, folder), cancellationToken);

    public async ValueTask<FetchBatch?> WriteBatchAsync(string id, FetchBatch batch, CancellationToken cancellationToken)
    {
        var row = FetchStateRow.WriteBatch(id, batch);
        try
        {
            var answer = FetchStateRow.VersionOf(batch) is { } version
                ? await _table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken).Guarded(cancellationToken)
                : await _table.WriteAsync(() => _table.AddEntityAsync(row, cancellationToken), cancellationToken);
            return batch with { Version = answer.Headers.ETag?.ToString() };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            // The client library repeats a request whose answer was lost: then it was ours that was faster.
            return await FindAsync(id, batch, cancellationToken) is { } found && IsSame(found, batch) ? found : null;
        }
    }

    public async ValueTask<bool> MergeBatchesAsync(string id, IReadOnlyList<FetchBatch> old, FetchBatch merged, CancellationToken cancellationToken)
    {
        var key = FetchStateRow.BatchKey(merged);
        var isReplaced = merged.Messages.Count > 0 && old.Any(batch => FetchStateRow.BatchKey(batch) == key);
        List<TableTransactionAction> actions =
        [
            .. old.Where(batch => !isReplaced || FetchStateRow.BatchKey(batch) != key).Select(batch => new TableTransactionAction(
                TableTransactionActionType.Delete, new TableEntity(id, FetchStateRow.BatchKey(batch)), FetchStateRow.VersionOf(batch) ?? ETag.All)),
        ];
        if (merged.Messages.Count > 0)
        {
            var version = old.FirstOrDefault(batch => FetchStateRow.BatchKey(batch) == key)?.Version;
            actions.Add(new TableTransactionAction(
                isReplaced ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.Add,
                FetchStateRow.WriteBatch(id, merged),
                version is null ? default : new ETag(version)));
        }

        try
        {
            await _table.SubmitAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    public async ValueTask AddEventAsync(string id, FetchEvent happened, CancellationToken cancellationToken) =>
        await PutAsync(FetchStateRow.WriteEvent(id, happened), cancellationToken);

    public IAsyncEnumerable<FetchEvent> ListEventsAsync(string id, CancellationToken cancellationToken) =>
        RowsAsync(id, TableFilter.RowsFrom(FetchStateRow.EventPrefix), cancellationToken).Select(FetchStateRow.ReadEvent);

    public async ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        await _table.PruneAsync(
            TableFilter.And(TableFilter.RowsFrom(FetchStateRow.EventPrefix), TableFilter.TimeBefore("At", before)), MaxPruned, cancellationToken);

    public async ValueTask ForgetAsync(string id, CancellationToken cancellationToken)
    {
        var rows = await _table.RowsAsync(TableFilter.Partition(id), cancellationToken, ["PartitionKey", "RowKey"])
            .Select(row => row.RowKey)
            .ToListAsync(cancellationToken);
        await _table.DeleteRowsAsync(id, rows, cancellationToken);
    }

    private static bool IsSame(FetchBatch found, FetchBatch batch) =>
        found.At == batch.At && found.Attempts == batch.Attempts && found.Messages.SequenceEqual(batch.Messages);

    private IAsyncEnumerable<TableEntity> RowsAsync(string id, string rows, CancellationToken cancellationToken) =>
        _table.RowsAsync(TableFilter.And(TableFilter.Partition(id), rows), cancellationToken);

    private async Task<FetchBatch?> FindAsync(string id, FetchBatch batch, CancellationToken cancellationToken) =>
        await _table.FindRowAsync(id, FetchStateRow.BatchKey(batch), cancellationToken) is { } row ? FetchStateRow.ReadBatch(row, batch.Folder) : null;

    private async Task PutAsync(TableEntity row, CancellationToken cancellationToken) =>
        await _table.WriteAsync(() => _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
}
