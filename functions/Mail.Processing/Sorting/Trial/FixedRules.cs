using Mail.Core;

namespace Mail.Processing;

/// <summary>Rules as they stand, or as they would stand: for trying them.</summary>
public sealed class FixedRules(IEnumerable<Rule> rules) : IRules
{
    private readonly Dictionary<RuleScope, IReadOnlyList<Rule>> _scopes = rules
        .GroupBy(rule => rule.Scope)
        .ToDictionary(scope => scope.Key, IReadOnlyList<Rule> (scope) => [.. scope.Order(RuleOrder.Instance)]);

    public ValueTask<IReadOnlyList<Rule>> FindAsync(RuleScope scope, CancellationToken cancellationToken) => new(_scopes.GetValueOrDefault(scope, []));

    /// <summary>Nothing is written: whoever tries rules compiles them first.</summary>
    public ValueTask NoteProblemAsync(Rule rule, string? problem, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
