namespace Mail.Core;

/// <summary>Changes the rules and reads them without a cache: for the operator's tools. Throws <see cref="StorageUnavailableException"/>.</summary>
public interface IAccessRulesEditor
{
    /// <summary>The rules that can be used, disabled and expired ones included, by kind and pattern.</summary>
    IAsyncEnumerable<AccessRule> ListAsync(CancellationToken cancellationToken);

    /// <summary>False when there is a rule of that pattern.</summary>
    ValueTask<bool> AddAsync(AccessRule rule, CancellationToken cancellationToken);

    /// <summary>Adds the rule, or replaces the one of its pattern.</summary>
    ValueTask SetAsync(AccessRule rule, CancellationToken cancellationToken);

    /// <summary>Removes the rule of that pattern, however its row is written. False when there was none.</summary>
    ValueTask<bool> RemoveAsync(AccessPattern pattern, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}
