using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Table <c>Settings</c>, read whole with one request, at most once per half of <see cref="StorageOptions.CacheTime"/>.</summary>
public sealed class AzureSiteSettings : ISiteSettings
{
    // Many times as many as there are settings; whoever fills the table with more has mistaken it for another.
    private const int MaxRows = 1000;

    private readonly TableClient _table;
    private readonly RowReporter _reporter;
    private readonly LiveSnapshot<SiteSettings> _snapshot;

    internal AzureSiteSettings(StorageConnection connection, TimeSpan cacheTime, TimeProvider time, ILogger<AzureSiteSettings> logger)
    {
        _table = connection.Tables.GetTableClient("Settings");
        _reporter = new RowReporter(_table, logger);
        _snapshot = new(_table.Name, SiteSettings.Default, LoadAsync, cacheTime, time, logger);
    }

    public ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) => _snapshot.GetAsync(cancellationToken);

    private async Task<SiteSettings> LoadAsync()
    {
        var rows = await _table.RowsAsync(TableFilter.Partition(SettingRow.Partition), CancellationToken.None)
            .Take(MaxRows)
            .ToListAsync();
        // A name that this version does not know may be known to the process beside it: then the two would overwrite each other's column.
        await _reporter.ReportAsync(
            rows.Where(row => SiteSettingCatalog.Find(SettingRow.Read(row).Name) is not null).Select(row => (row, SettingRow.Read(row).Problem)));
        return SiteSettingCatalog.Read(rows.Select(SettingRow.Read));
    }
}
