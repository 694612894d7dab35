using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>What all instances know together about destinations, in table <c>Destinations</c>. Each member but the listing and the pruning is one request.</summary>
public sealed class AzureDestinations : IDestinations
{
    private const int MaxPruned = 1000;

    private readonly TableClient _table;

    internal AzureDestinations(StorageConnection connection) => _table = connection.Tables.GetTableClient("Destinations");

    public async ValueTask<DestinationState?> FindAsync(string destination, CancellationToken cancellationToken)
    {
        var row = await _table.FindRowAsync(TableKey.Encode(destination), DestinationRow.RowKey, cancellationToken);
        return row is null ? null : DestinationRow.Read(row);
    }

    public async ValueTask<DestinationState?> TryWriteAsync(DestinationState state, CancellationToken cancellationToken)
    {
        var row = DestinationRow.Write(state);
        try
        {
            var answer = state.Version.Length == 0
                ? await _table.WriteAsync(() => _table.AddEntityAsync(row, cancellationToken), cancellationToken)
                : await _table.UpdateEntityAsync(row, new ETag(state.Version), TableUpdateMode.Replace, cancellationToken).Guarded(cancellationToken);
            return state with { Version = answer.Headers.ETag.ToString() ?? "" };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    public async ValueTask<bool> DeleteAsync(string destination, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(TableKey.Encode(destination), DestinationRow.RowKey, cancellationToken);

    public IAsyncEnumerable<DestinationState> ListAsync(CancellationToken cancellationToken) =>
        _table.RowsAsync(TableFilter.Row(DestinationRow.RowKey), cancellationToken).Select(DestinationRow.Read);

    public async ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.TimeBefore("UpdatedAt", before), MaxPruned, cancellationToken);
}
