using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>
/// Table <c>Access</c>, read whole, a request per thousand rows, at most once per half of <see cref="StorageOptions.CacheTime"/> and only while
/// somebody asks.
/// </summary>
public sealed class AzureAccessRules : IAccessRules
{
    private readonly PatternTable<AccessRow, AccessRule, AccessPattern> _rows;
    private readonly RowReporter _reporter;
    private readonly LiveSnapshot<AccessRuleSet> _snapshot;

    internal AzureAccessRules(StorageConnection connection, TimeSpan cacheTime, TimeProvider time, ILogger<AzureAccessRules> logger)
    {
        var table = connection.Tables.GetTableClient("Access");
        _rows = new(table);
        _reporter = new RowReporter(table, logger);
        _snapshot = new(table.Name, AccessRuleSet.Empty, LoadAsync, cacheTime, time, logger);
    }

    public ValueTask<AccessRuleSet> GetAsync(CancellationToken cancellationToken) => _snapshot.GetAsync(cancellationToken);

    private async Task<AccessRuleSet> LoadAsync()
    {
        var rows = await _rows.ReadAsync();
        await _reporter.ReportAsync(rows.Select(row => (row.Row, row.Problem)));
        return new AccessRuleSet(rows.Select(row => row.Entry).OfType<AccessRule>());
    }
}
