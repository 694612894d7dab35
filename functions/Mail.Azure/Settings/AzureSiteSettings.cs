using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Table <c>Settings</c>, read whole with one request, at most once per half of <see cref="StorageOptions.CacheTime"/>.</summary>
public sealed partial class AzureSiteSettings : ISiteSettings
{
    // Ten times as many as there are settings; whoever fills the table with more has mistaken it for another.
    private const int MaxRows = 1000;

    private readonly TableClient _table;
    private readonly DirectoryReports _reports;
    private readonly ILogger _logger;
    private readonly LiveSnapshot<SiteSettings> _snapshot;

    internal AzureSiteSettings(StorageConnection connection, TimeSpan cacheTime, TimeProvider time, ILogger<AzureSiteSettings> logger)
    {
        _table = connection.Tables.GetTableClient("Settings");
        _reports = new DirectoryReports(logger);
        _logger = logger;
        _snapshot = new(_table.Name, SiteSettings.Default, LoadAsync, cacheTime, time, logger);
    }

    public ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) => _snapshot.GetAsync(cancellationToken);

    private async Task<SiteSettings> LoadAsync()
    {
        var rows = await _table.RowsAsync(TableFilter.Partition(SettingRow.Partition), CancellationToken.None)
            .Take(MaxRows)
            .ToListAsync();
        foreach (var row in rows)
        {
            await ReportAsync(row, SettingRow.Read(row));
        }

        return SiteSettingCatalog.Read(rows.Select(SettingRow.Read));
    }

    private async Task ReportAsync(TableEntity row, SiteSettingRow setting)
    {
        _reports.Report(_table.Name, DirectoryReports.RowName(row), setting.Problem);
        // A name that this version does not know may be known to the process beside it: then the two would overwrite each other's column.
        if (SiteSettingCatalog.Find(setting.Name) is null)
        {
            return;
        }

        try
        {
            await _table.NoteProblemAsync(row, setting.Problem, CancellationToken.None);
        }
        catch (StorageUnavailableException e)
        {
            // The settings have been read all the same; the next time tries again.
            NotNoted(_logger, DirectoryReports.RowName(row), _table.Name, e.Message);
        }
    }

    [LoggerMessage(4006, LogLevel.Warning, "The Problem column of row {Row} of table {Table} could not be written ({Reason})")]
    private static partial void NotNoted(ILogger logger, string row, string table, string reason);
}
