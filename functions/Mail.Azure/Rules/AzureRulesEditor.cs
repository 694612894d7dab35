using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>Rules</c>, and writes what there was and what there is into <c>RuleVersions</c>.</summary>
/// <remarks>The version is written before the rule: what is in force is in the history. A death between the two leaves a version that never was in force.</remarks>
public sealed class AzureRulesEditor : IRulesEditor
{
    private readonly RuleTables _tables;
    private readonly TimeProvider _time;

    internal AzureRulesEditor(RuleTables tables, TimeProvider time)
    {
        _tables = tables;
        _time = time;
    }

    public IAsyncEnumerable<Rule> ListAsync(RuleScope? scope, CancellationToken cancellationToken) =>
        _tables.Rules.RowsAsync(scope is null ? null : TableFilter.Partition(scope.ToString()), cancellationToken)
            .Select(row => RuleRow.Read(row).Entry)
            .OfType<Rule>()
            .Order(RuleOrder.Instance);

    public async ValueTask<Rule?> FindAsync(RuleScope scope, string name, CancellationToken cancellationToken) =>
        (await RowsAsync(scope, name, cancellationToken)).Select(row => RuleRow.Read(row).Entry).FirstOrDefault(rule => rule is not null);

    public async ValueTask<bool> AddAsync(Rule rule, CancellationToken cancellationToken)
    {
        if ((await RowsAsync(rule.Scope, rule.Name, cancellationToken)).Count > 0)
        {
            return false;
        }

        await _tables.RecordAsync(new RuleVersion(rule, RuleChange.Added, _time.GetUtcNow()), cancellationToken);
        return await _tables.Rules.TryAddRowAsync(RuleRow.Write(rule), cancellationToken);
    }

    public async ValueTask SetAsync(Rule rule, RuleChange change, CancellationToken cancellationToken)
    {
        List<TableEntity> rows;
        do
        {
            rows = await RowsAsync(rule.Scope, rule.Name, cancellationToken);
            await RecordHandEditsAsync(rows, cancellationToken);
            await _tables.RecordAsync(new RuleVersion(rule, change, _time.GetUtcNow()), cancellationToken);
        }
        while (!await TryReplaceAsync(rule, rows, cancellationToken));
    }

    public async ValueTask<bool> RemoveAsync(RuleScope scope, string name, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(scope, name, cancellationToken);
        await RecordHandEditsAsync(rows, cancellationToken);
        foreach (var rule in rows.Select(row => RuleRow.Read(row).Entry).OfType<Rule>())
        {
            await _tables.RecordAsync(new RuleVersion(rule with { Problem = null }, RuleChange.Removed, _time.GetUtcNow()), cancellationToken);
        }

        return await _tables.Rules.DeleteRowsAsync(scope.ToString(), [.. rows.Select(row => row.RowKey)], cancellationToken) > 0;
    }

    public IAsyncEnumerable<RuleVersion> HistoryAsync(RuleScope scope, string? name, CancellationToken cancellationToken) =>
        _tables.Versions
            .RowsAsync(
                TableFilter.And(TableFilter.Partition(scope.ToString()), name is null ? null : TableFilter.RowsBeginning(RuleVersionRow.KeysOf(name))),
                cancellationToken)
            .Select(RuleVersionRow.Read)
            .OfType<RuleVersion>()
            // Rows of one name are in order; several names have to be put in order.
            .OrderByDescending(version => version.At);

    public async IAsyncEnumerable<DirectoryProblem> CheckAsync(
        Func<Rule, string?> compile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _tables.Rules.RowsAsync(filter: null, cancellationToken))
        {
            var reading = RuleRow.Read(row);
            var found = reading.Problem ?? (reading.Entry is { } rule ? compile(rule) : null);
            if (await _tables.Rules.NoteProblemAsync(row, found, cancellationToken) is { } problem)
            {
                yield return problem;
            }
        }
    }

    /// <summary>The row of a name; several when somebody has typed the name twice.</summary>
    private async Task<List<TableEntity>> RowsAsync(RuleScope scope, string name, CancellationToken cancellationToken) =>
        await _tables.Rules.RowsAsync(TableFilter.Partition(scope.ToString()), cancellationToken)
            .Where(row => RuleRow.IsNamed(row, name))
            .ToListAsync(cancellationToken);

    private async Task RecordHandEditsAsync(List<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            if (RuleRow.Read(row).Entry is { } rule && !RuleRow.IsRecorded(row, rule))
            {
                await _tables.RecordAsync(new RuleVersion(rule with { Problem = null }, RuleChange.ByHand, row.Timestamp ?? default), cancellationToken);
            }
        }
    }

    /// <summary>One transaction, so that a rule that moves is never there twice or not at all. False when somebody else was faster.</summary>
    private async Task<bool> TryReplaceAsync(Rule rule, List<TableEntity> rows, CancellationToken cancellationToken)
    {
        var row = RuleRow.Write(rule);
        var others = rows.Where(other => other.RowKey != row.RowKey).Take(TableRows.MaxActions - 1);
        try
        {
            await _tables.Rules.SubmitAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.UpsertReplace, row),
                    .. others.Select(other => new TableTransactionAction(TableTransactionActionType.Delete, other, other.ETag)),
                ],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }
}
