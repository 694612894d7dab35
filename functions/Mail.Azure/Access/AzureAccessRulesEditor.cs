using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>Access</c> for the operator's tools.</summary>
public sealed class AzureAccessRulesEditor : IAccessRulesEditor
{
    private readonly TableClient _table;

    internal AzureAccessRulesEditor(StorageConnection connection) => _table = connection.Tables.GetTableClient("Access");

    public async IAsyncEnumerable<AccessRule> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rules = new List<AccessRule>();
        foreach (var (_, rule, _) in AzureAccessRules.Read(await RowsAsync(cancellationToken)))
        {
            rules.AddRange(rule is null ? [] : [rule]);
        }

        foreach (var rule in rules.OrderBy(rule => rule.Pattern.Kind).ThenBy(rule => rule.Pattern.ToString(), StringComparer.Ordinal))
        {
            yield return rule;
        }
    }

    public async ValueTask<bool> AddAsync(AccessRule rule, CancellationToken cancellationToken) =>
        await FindRowAsync(rule.Pattern, cancellationToken) is null && await _table.TryAddRowAsync(AccessRow.Write(rule), cancellationToken);

    public async ValueTask SetAsync(AccessRule rule, CancellationToken cancellationToken)
    {
        var row = AccessRow.Write(rule);
        row.RowKey = (await FindRowAsync(rule.Pattern, cancellationToken))?.RowKey ?? row.RowKey;
        await _table.WriteAsync(() => _table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken), cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(AccessPattern pattern, CancellationToken cancellationToken)
    {
        var removed = false;
        while (await FindRowAsync(pattern, cancellationToken) is { } row)
        {
            removed |= await _table.TryDeleteRowAsync(row.PartitionKey, row.RowKey, cancellationToken);
        }

        return removed;
    }

    public async IAsyncEnumerable<DirectoryProblem> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = 0;
        foreach (var (row, _, problem) in AzureAccessRules.Read(await RowsAsync(cancellationToken)))
        {
            var found = ++place > AccessRuleSet.MaxRules ? $"the table has more than {AccessRuleSet.MaxRules} rows: this one is left out" : problem;
            if (await _table.NoteProblemAsync(row, found, cancellationToken) is { } told)
            {
                yield return told;
            }
        }
    }

    /// <summary>The row as we write it, or as somebody else did.</summary>
    private async Task<TableEntity?> FindRowAsync(AccessPattern pattern, CancellationToken cancellationToken)
    {
        var partition = AccessKinds.Name(pattern.Kind);
        return await _table.FindRowAsync(partition, AccessRow.Key(pattern), cancellationToken)
            ?? await _table.RowsAsync(TableFilter.Partition(partition), cancellationToken)
                .FirstOrDefaultAsync(row => AccessRow.PatternOf(row) == pattern, cancellationToken);
    }

    private async Task<List<TableEntity>> RowsAsync(CancellationToken cancellationToken) =>
        await _table.RowsAsync(filter: null, cancellationToken).ToListAsync(cancellationToken);
}
