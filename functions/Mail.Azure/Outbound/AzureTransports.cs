using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Table <c>Transports</c>, read whole, at most once per half of <see cref="StorageOptions.CacheTime"/> and only while somebody asks.</summary>
public sealed class AzureTransports : ITransports
{
    private readonly TableClient _table;
    private readonly RowReporter _reporter;
    private readonly LiveSnapshot<TransportSet?> _snapshot;

    internal AzureTransports(StorageConnection connection, TimeSpan cacheTime, TimeProvider time, ILogger<AzureTransports> logger)
    {
        _table = connection.Tables.GetTableClient("Transports");
        _reporter = new RowReporter(_table, logger);
        _snapshot = new(_table.Name, null, LoadAsync, cacheTime, time, logger);
    }

    public async ValueTask<Transport> FindAsync(MailAddress recipient, MailAddress? sender, CancellationToken cancellationToken) =>
        await _snapshot.GetAsync(cancellationToken) is { } known
            ? known.Find(recipient, sender)
            : throw new StorageUnavailableException($"table {_table.Name} has never been read");

    /// <summary>Reads rows and finds those that say the same as one before.</summary>
    internal static List<(TableEntity Row, Transport? Transport, string? Problem)> Read(IEnumerable<TableEntity> rows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. rows.Select((row, i) =>
        {
            var reading = TransportRow.Read(row);
            return i >= TransportSet.MaxRows ? (row, null, $"the table has more than {TransportSet.MaxRows} rows: this one is left out")
                : reading.Entry is not { } transport || seen.Add(transport.Pattern) ? (row, reading.Entry, reading.Problem)
                : (row, null, $"another row is for {transport.Pattern}, too, and is the one that counts");
        })];
    }

    private async Task<TransportSet?> LoadAsync()
    {
        var rows = Read(await _table.RowsAsync(filter: null, CancellationToken.None).Take(TransportSet.MaxRows + 1).ToListAsync());
        await _reporter.ReportAsync(rows.Select(row => (row.Row, row.Problem)));
        return new TransportSet(rows.Select(row => row.Transport).OfType<Transport>());
    }
}
