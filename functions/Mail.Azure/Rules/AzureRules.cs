using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Looks up rows of table <c>Rules</c>, and remembers them for <see cref="StorageOptions.CacheTime"/>.</summary>
/// <remarks>
/// As long as the whole table fits one answer (1000 rows, 4 MiB) it is read with one request for all scopes: so a message costs none, whoever it is
/// for. A larger one is read scope by scope.
/// </remarks>
public sealed partial class AzureRules : IRules
{
    // Accounts that get mail within one cache time.
    private const int Capacity = 20_000;

    /// <summary>Edits by hand that are recorded while a table is read, which must not take long; the next time goes on.</summary>
    private const int MaxRecorded = 20;

    /// <summary>More rules of one scope are left out: all of them are looked at for every message.</summary>
    private const int MaxPerScope = 1000;

    private static readonly IReadOnlyList<Rule> None = [];

    private readonly RuleTables _tables;
    private readonly RowReporter _reporter;
    private readonly ILogger<AzureRules> _logger;
    private readonly ExpiringCache<IReadOnlyDictionary<RuleScope, IReadOnlyList<Rule>>?> _all;
    private readonly ExpiringCache<IReadOnlyList<Rule>> _scopes;
    private volatile bool _many;

    internal AzureRules(RuleTables tables, TimeSpan cacheTime, TimeProvider time, ILogger<AzureRules> logger)
    {
        _tables = tables;
        _logger = logger;
        _reporter = new RowReporter(tables.Rules, logger);
        _all = new(cacheTime, capacity: 1, time);
        _scopes = new(cacheTime, Capacity, time);
    }

    public async ValueTask<IReadOnlyList<Rule>> FindAsync(RuleScope scope, CancellationToken cancellationToken) =>
        !_many && await _all.GetAsync("", LoadAllAsync, cancellationToken) is { } all
            ? all.GetValueOrDefault(scope, None)
            : await _scopes.GetAsync(scope.ToString(), () => LoadAsync(scope), cancellationToken);

    public async ValueTask NoteProblemAsync(Rule rule, string? problem, CancellationToken cancellationToken)
    {
        try
        {
            var rows = _tables.Rules.RowsAsync(TableFilter.Partition(rule.Scope.ToString()), cancellationToken);
            if (await rows.FirstOrDefaultAsync(row => RuleRow.Read(row).Entry?.IsSame(rule) == true, cancellationToken) is { } row)
            {
                await _tables.Rules.NoteProblemAsync(row, problem, cancellationToken);
            }
        }
        catch (StorageUnavailableException e)
        {
            NotNoted(_logger, rule.Label, e.Message);
        }
    }

    /// <summary><c>null</c> when there are more rows than one request gives.</summary>
    private async Task<IReadOnlyDictionary<RuleScope, IReadOnlyList<Rule>>?> LoadAllAsync()
    {
        if (await _tables.Rules.FirstPageAsync(CancellationToken.None) is not { } page)
        {
            _many = true;
            return null;
        }

        return (await ReadAsync(page)).GroupBy(rule => rule.Scope).ToDictionary(scope => scope.Key, scope => InOrder(scope));
    }

    private async Task<IReadOnlyList<Rule>> LoadAsync(RuleScope scope) => InOrder(await ReadAsync(
        await _tables.Rules.RowsAsync(TableFilter.Partition(scope.ToString()), CancellationToken.None).Take(MaxPerScope).ToListAsync()));

    private static IReadOnlyList<Rule> InOrder(IEnumerable<Rule> rules) => [.. rules.Order(RuleOrder.Instance)];

    /// <summary>The rules that can be read; what is wrong with others is told, and what was edited by hand is recorded.</summary>
    private async Task<IReadOnlyList<Rule>> ReadAsync(IReadOnlyList<TableEntity> rows)
    {
        var read = rows.Select(row => (Row: row, Reading: RuleRow.Read(row))).ToList();
        // What the compiler has found about a row that can be read stays.
        await _reporter.ReportAsync(read.Select(rule => (rule.Row, rule.Reading.Problem ?? rule.Reading.Entry?.Problem)));
        foreach (var (row, reading) in read.Where(rule => rule.Reading.Entry is { } entry && !RuleRow.IsRecorded(rule.Row, entry)).Take(MaxRecorded))
        {
            await RecordAsync(row, reading.Entry!);
        }

        return [.. read.Select(rule => rule.Reading.Entry).OfType<Rule>()];
    }

    private async Task RecordAsync(TableEntity row, Rule rule)
    {
        try
        {
            await _tables.RecordHandEditAsync(row, rule, CancellationToken.None);
            HandEdit(_logger, rule.Label, rule.Version);
        }
        catch (StorageUnavailableException e)
        {
            // The rules have been read all the same; the next time tries again.
            NotNoted(_logger, rule.Label, e.Message);
        }
    }

    [LoggerMessage(4007, LogLevel.Information, "Rule {Rule} has been edited in the table: version {Version}")]
    private static partial void HandEdit(ILogger logger, string rule, string version);

    [LoggerMessage(4008, LogLevel.Warning, "The row of rule {Rule} could not be written ({Reason})")]
    private static partial void NotNoted(ILogger logger, string rule, string reason);
}
