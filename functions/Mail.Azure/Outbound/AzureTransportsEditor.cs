using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>Transports</c> for the operator's tools.</summary>
public sealed class AzureTransportsEditor : ITransportsEditor
{
    private readonly TableClient _table;

    internal AzureTransportsEditor(StorageConnection connection) => _table = connection.Tables.GetTableClient("Transports");

    public async IAsyncEnumerable<Transport> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = AzureTransports.Read(await RowsAsync(cancellationToken));
        foreach (var transport in rows.Select(row => row.Transport).OfType<Transport>().OrderBy(transport => transport.Pattern, StringComparer.Ordinal))
        {
            yield return transport;
        }
    }

    public async ValueTask<bool> AddAsync(Transport transport, CancellationToken cancellationToken) =>
        await FindRowAsync(transport.Pattern, cancellationToken) is null && await _table.TryAddRowAsync(TransportRow.Write(transport), cancellationToken);

    public async ValueTask SetAsync(Transport transport, CancellationToken cancellationToken)
    {
        var row = TransportRow.Write(transport);
        row.RowKey = (await FindRowAsync(transport.Pattern, cancellationToken))?.RowKey ?? row.RowKey;
        await _table.WriteAsync(() => _table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken), cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(string pattern, CancellationToken cancellationToken)
    {
        var removed = false;
        while (await FindRowAsync(pattern, cancellationToken) is { } row)
        {
            removed |= await _table.TryDeleteRowAsync(row.PartitionKey, row.RowKey, cancellationToken);
        }

        return removed;
    }

    public async IAsyncEnumerable<DirectoryProblem> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (row, _, problem) in AzureTransports.Read(await RowsAsync(cancellationToken)))
        {
            if (await _table.NoteProblemAsync(row, problem, cancellationToken) is { } told)
            {
                yield return told;
            }
        }
    }

    /// <summary>The row as we write it, or as somebody else did.</summary>
    private async Task<TableEntity?> FindRowAsync(string pattern, CancellationToken cancellationToken)
    {
        var (partition, key) = TransportRow.KeysOf(pattern);
        return await _table.FindRowAsync(partition, key, cancellationToken)
            ?? await _table.RowsAsync(TableFilter.Partition(partition), cancellationToken)
                .FirstOrDefaultAsync(row => TransportRow.PatternOf(row) == pattern, cancellationToken);
    }

    private async Task<List<TableEntity>> RowsAsync(CancellationToken cancellationToken) =>
        await _table.RowsAsync(filter: null, cancellationToken).ToListAsync(cancellationToken);
}
