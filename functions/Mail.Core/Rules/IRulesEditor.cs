namespace Mail.Core;

/// <summary>
/// Changes the rules and reads them without a cache: for the tools of operators and users. Every change leaves a version. Every member throws
/// <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface IRulesEditor
{
    /// <summary>The rules that can be read, disabled ones included, in the order of <see cref="RuleOrder"/>.</summary>
    /// <param name="scope"><c>null</c> for all scopes.</param>
    IAsyncEnumerable<Rule> ListAsync(RuleScope? scope, CancellationToken cancellationToken);

    /// <summary><c>null</c> when the scope has no rule of that name.</summary>
    ValueTask<Rule?> FindAsync(RuleScope scope, string name, CancellationToken cancellationToken);

    /// <summary>False when the scope has a rule of that name.</summary>
    ValueTask<bool> AddAsync(Rule rule, CancellationToken cancellationToken);

    /// <summary>Adds the rule, or replaces the one of its name, whatever its order and phase were.</summary>
    /// <param name="rule">The rule as it is to be.</param>
    /// <param name="change">What the history says.</param>
    ValueTask SetAsync(Rule rule, RuleChange change, CancellationToken cancellationToken);

    /// <summary>False when there was none.</summary>
    ValueTask<bool> RemoveAsync(RuleScope scope, string name, CancellationToken cancellationToken);

    /// <summary>What the rules of a scope were, newest first.</summary>
    /// <param name="scope">Whose rules.</param>
    /// <param name="name"><c>null</c> for all of the scope.</param>
    IAsyncEnumerable<RuleVersion> HistoryAsync(RuleScope scope, string? name, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    /// <param name="compile">What the compiler says about a rule that can be read: <c>null</c> when it is good.</param>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(Func<Rule, string?> compile, CancellationToken cancellationToken);
}
