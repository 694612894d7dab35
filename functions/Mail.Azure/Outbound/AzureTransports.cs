using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Table <c>Transports</c>, read whole, at most once per half of <see cref="StorageOptions.CacheTime"/> and only while somebody asks.</summary>
public sealed class AzureTransports : ITransports
{
    private readonly PatternTable<TransportRow, Transport, string> _rows;
    private readonly string _name;
    private readonly RowReporter _reporter;
    private readonly LiveSnapshot<TransportSet?> _snapshot;

    internal AzureTransports(StorageConnection connection, TimeSpan cacheTime, TimeProvider time, ILogger<AzureTransports> logger)
    {
        var table = connection.Tables.GetTableClient("Transports");
        (_rows, _name) = (new(table), table.Name);
        _reporter = new RowReporter(table, logger);
        _snapshot = new(_name, null, LoadAsync, cacheTime, time, logger);
    }

    public async ValueTask<Transport> FindAsync(MailAddress recipient, MailAddress? sender, CancellationToken cancellationToken) =>
        await _snapshot.GetAsync(cancellationToken) is { } known
            ? known.Find(recipient, sender)
            : throw new StorageUnavailableException($"table {_name} has never been read");

    private async Task<TransportSet?> LoadAsync()
    {
        var rows = await _rows.ReadAsync();
        await _reporter.ReportAsync(rows.Select(row => (row.Row, row.Problem)));
        return new TransportSet(rows.Select(row => row.Entry).OfType<Transport>());
    }
}
