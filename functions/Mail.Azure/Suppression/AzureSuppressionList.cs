using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>Suppressions</c>.</summary>
public sealed class AzureSuppressionList : ISuppressionList
{
    private const int MaxPruned = 5000;
    private const int Remembered = 10_000;

    /// <summary>Of a conditional write, when others write the same row.</summary>
    private const int Tries = 5;

    private readonly TableClient _table;
    private readonly TimeProvider _time;
    private readonly ExpiringCache<Suppression?> _cache;

    internal AzureSuppressionList(StorageConnection connection, TimeSpan cacheTime, TimeProvider time)
    {
        _table = connection.Tables.GetTableClient("Suppressions");
        _time = time;
        _cache = new(cacheTime, Remembered, time);
    }

    public async ValueTask<Suppression?> FindAsync(MailAddress address, CancellationToken cancellationToken)
    {
        var entry = await _cache.GetAsync(
            Key(address), async () => await FindRowAsync(address, CancellationToken.None) is { } row ? SuppressionRow.Read(row).Entry : null, cancellationToken);
        return entry?.HoldsAt(_time.GetUtcNow()) == true ? entry : null;
    }

    public async ValueTask AddAsync(Suppression suppression, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var old = await FindRowAsync(suppression.Address, cancellationToken);
            var isOperators = old is not null && SuppressionRow.Read(old).Entry is { Source: SuppressionSource.Operator } entry && entry.HoldsAt(_time.GetUtcNow());
            if ((isOperators && suppression.Source != SuppressionSource.Operator)
                || await _table.TryWriteRowAsync(SuppressionRow.Write(suppression), old?.ETag, cancellationToken))
            {
                _cache.Forget(Key(suppression.Address));
                return;
            }
        }

        throw new StorageUnavailableException($"{suppression.Address} is changed by others all the time");
    }

    public async ValueTask<bool> RemoveAsync(MailAddress address, CancellationToken cancellationToken)
    {
        var wasThere = await _table.TryDeleteRowAsync(TableKey.Encode(address.Domain), AddressKey.Row(address.LocalPart), cancellationToken);
        _cache.Forget(Key(address));
        return wasThere;
    }

    public IAsyncEnumerable<Suppression> ListAsync(string? domain, CancellationToken cancellationToken) =>
        _table.RowsAsync(domain is null ? null : TableFilter.Partition(TableKey.Encode(domain)), cancellationToken)
            .Select(row => SuppressionRow.Read(row).Entry)
            .OfType<Suppression>();

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        AccountTable.CheckAsync(_table, SuppressionRow.Read, cancellationToken);

    public async ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.TimeBefore("Expires", now), MaxPruned, cancellationToken);

    // Encoded keys have no slash.
    private static string Key(MailAddress address) => $"{TableKey.Encode(address.Domain)}/{AddressKey.Row(address.LocalPart)}";

    private Task<TableEntity?> FindRowAsync(MailAddress address, CancellationToken cancellationToken) =>
        _table.FindRowAsync(TableKey.Encode(address.Domain), AddressKey.Row(address.LocalPart), cancellationToken);
}
