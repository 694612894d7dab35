using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>
/// Table <c>Access</c>, read whole, a request per thousand rows, at most once per half of <see cref="StorageOptions.CacheTime"/> and only while
/// somebody asks.
/// </summary>
public sealed partial class AzureAccessRules : IAccessRules
{
    private readonly TableClient _table;
    private readonly RowReporter _reporter;
    private readonly ILogger _logger;
    private readonly LiveSnapshot<AccessRuleSet> _snapshot;
    private bool _tooMany;

    internal AzureAccessRules(StorageConnection connection, TimeSpan cacheTime, TimeProvider time, ILogger<AzureAccessRules> logger)
    {
        _table = connection.Tables.GetTableClient("Access");
        _reporter = new RowReporter(_table, logger);
        _logger = logger;
        _snapshot = new(_table.Name, AccessRuleSet.Empty, LoadAsync, cacheTime, time, logger);
    }

    public ValueTask<AccessRuleSet> GetAsync(CancellationToken cancellationToken) => _snapshot.GetAsync(cancellationToken);

    /// <summary>Reads rows and finds those that say the same as one before; those beyond the limit are left out by the set.</summary>
    internal static List<(TableEntity Row, AccessRule? Rule, string? Problem)> Read(IEnumerable<TableEntity> rows)
    {
        var seen = new HashSet<AccessPattern>();
        return [.. rows.Select(row =>
        {
            var reading = AccessRow.Read(row);
            return reading.Entry is not { } rule || seen.Add(rule.Pattern)
                ? (row, reading.Entry, reading.Problem)
                : (row, null, $"another row is for {rule.Pattern}, too, and is the one that counts");
        })];
    }

    private async Task<AccessRuleSet> LoadAsync()
    {
        var rows = Read(await _table.RowsAsync(filter: null, CancellationToken.None).Take(AccessRuleSet.MaxRules + 1).ToListAsync());
        if (rows.Count > AccessRuleSet.MaxRules && !_tooMany)
        {
            TooMany(_logger, AccessRuleSet.MaxRules, DirectoryReports.RowName(rows[^1].Row));
        }

        _tooMany = rows.Count > AccessRuleSet.MaxRules;
        await _reporter.ReportAsync(rows.Select(row => (row.Row, row.Problem)));
        return new AccessRuleSet(rows.Select(row => row.Rule).OfType<AccessRule>());
    }

    [LoggerMessage(4007, LogLevel.Error, "Table Access has more than {Limit} rows: those from {Row} on are left out. Put networks and domains in the place of single addresses")]
    private static partial void TooMany(ILogger logger, int limit, string row);
}
