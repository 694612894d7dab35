using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>Access</c> for the operator's tools.</summary>
public sealed class AzureAccessRulesEditor : IAccessRulesEditor
{
    private readonly PatternTable<AccessRow, AccessRule, AccessPattern> _table;

    internal AzureAccessRulesEditor(StorageConnection connection) => _table = new(connection.Tables.GetTableClient("Access"));

    public IAsyncEnumerable<AccessRule> ListAsync(CancellationToken cancellationToken) =>
        _table.ListAsync(cancellationToken).OrderBy(rule => rule.Pattern.Kind).ThenBy(rule => rule.Pattern.ToString(), StringComparer.Ordinal);

    public ValueTask<bool> AddAsync(AccessRule rule, CancellationToken cancellationToken) => _table.AddAsync(rule, cancellationToken);

    public ValueTask SetAsync(AccessRule rule, CancellationToken cancellationToken) => _table.SetAsync(rule, cancellationToken);

    public ValueTask<bool> RemoveAsync(AccessPattern pattern, CancellationToken cancellationToken) => _table.RemoveAsync(pattern, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) => _table.CheckAsync(cancellationToken);
}
