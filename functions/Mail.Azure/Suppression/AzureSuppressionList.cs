using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>Suppressions</c>.</summary>
public sealed class AzureSuppressionList : ISuppressionList
{
    private const int MaxPruned = 5000;

    private readonly TableClient _table;
    private readonly TimeProvider _time;

    internal AzureSuppressionList(StorageConnection connection, TimeProvider time)
    {
        _table = connection.Tables.GetTableClient("Suppressions");
        _time = time;
    }

    public async ValueTask<Suppression?> FindAsync(MailAddress address, CancellationToken cancellationToken) =>
        await FindRowAsync(address, cancellationToken) is { } row && SuppressionRow.Read(row) is { } entry && entry.HoldsAt(_time.GetUtcNow()) ? entry : null;

    public async ValueTask AddAsync(Suppression suppression, CancellationToken cancellationToken)
    {
        var written = false;
        while (!written)
        {
            var old = await FindRowAsync(suppression.Address, cancellationToken);
            var isOperators = old is not null && SuppressionRow.Read(old) is { Source: SuppressionSource.Operator } entry && entry.HoldsAt(_time.GetUtcNow());
            written = (isOperators && suppression.Source != SuppressionSource.Operator)
                || await TryWriteAsync(SuppressionRow.Write(suppression), old?.ETag, cancellationToken);
        }
    }

    public async ValueTask<bool> RemoveAsync(MailAddress address, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(TableKey.Encode(address.Domain), AddressKey.Row(address.LocalPart), cancellationToken);

    public IAsyncEnumerable<Suppression> ListAsync(string? domain, CancellationToken cancellationToken) =>
        _table.RowsAsync(domain is null ? null : TableFilter.Partition(TableKey.Encode(domain)), cancellationToken)
            .Select(SuppressionRow.Read)
            .OfType<Suppression>();

    public async ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.TimeBefore("Expires", now), MaxPruned, cancellationToken);

    private Task<TableEntity?> FindRowAsync(MailAddress address, CancellationToken cancellationToken) =>
        _table.FindRowAsync(TableKey.Encode(address.Domain), AddressKey.Row(address.LocalPart), cancellationToken);

    /// <summary>False when the row has changed since it was read.</summary>
    private async Task<bool> TryWriteAsync(TableEntity row, ETag? old, CancellationToken cancellationToken)
    {
        if (old is not { } version)
        {
            return await _table.TryAddRowAsync(row, cancellationToken);
        }

        try
        {
            await _table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken).Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }
}
