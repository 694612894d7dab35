using Mail.Core;

namespace Mail.Testing;

/// <summary>Rules without a cache: a change is seen at once, unless the storage is switched off.</summary>
public sealed class InMemoryRules(TimeProvider time, StorageFaults? parentFaults = null) : IRules, IRulesEditor
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(RuleScope Scope, string Name), Rule> _rules = [];
    private readonly List<RuleVersion> _versions = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>Adds a rule behind those that there are: the short way for a test.</summary>
    public Rule Add(RuleScope scope, string name, string test, string actions, RulePhase phase = RulePhase.Before)
    {
        lock (_gate)
        {
            var rule = new Rule { Scope = scope, Name = name, Order = _rules.Count + 1, Test = test, Actions = actions, Phase = phase };
            _rules.Add((scope, name), rule);
            return rule;
        }
    }

    public ValueTask<IReadOnlyList<Rule>> FindAsync(RuleScope scope, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Rule>>(() => [.. Ordered(rule => rule.Scope == scope)], cancellationToken);

    public async ValueTask NoteProblemAsync(Rule rule, string? problem, CancellationToken cancellationToken)
    {
        try
        {
            await Locked(() => Note(rule, problem), cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // As the port promises.
        }
    }

    public IAsyncEnumerable<Rule> ListAsync(RuleScope? scope, CancellationToken cancellationToken) =>
        Faults.List<Rule>(() => Locked(() => Ordered(rule => scope is null || rule.Scope == scope)), cancellationToken);

    public ValueTask<Rule?> FindAsync(RuleScope scope, string name, CancellationToken cancellationToken) =>
        Locked(() => _rules.GetValueOrDefault((scope, name)), cancellationToken);

    public ValueTask<bool> AddAsync(Rule rule, CancellationToken cancellationToken) =>
        Locked(() => !_rules.ContainsKey((rule.Scope, rule.Name)) && Set(rule, RuleChange.Added), cancellationToken);

    public async ValueTask SetAsync(Rule rule, RuleChange change, CancellationToken cancellationToken) =>
        await Locked(() => Set(rule, change), cancellationToken);

    public ValueTask<bool> RemoveAsync(RuleScope scope, string name, CancellationToken cancellationToken) =>
        Locked(
            () =>
            {
                if (_rules.Remove((scope, name), out var rule))
                {
                    _versions.Add(new RuleVersion(rule, RuleChange.Removed, time.GetUtcNow()));
                }

                return rule is not null;
            },
            cancellationToken);

    public IAsyncEnumerable<RuleVersion> HistoryAsync(RuleScope scope, string? name, CancellationToken cancellationToken) =>
        Faults.List<RuleVersion>(
            () => Locked(() => _versions
                .Where(version => version.Rule.Scope == scope && (name is null || version.Rule.Name == name))
                .Reverse()
                .ToList()),
            cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(Func<Rule, string?> compile, CancellationToken cancellationToken) =>
        Faults.List<DirectoryProblem>(
            () => Locked(() => Ordered(_ => true)
                .Where(rule => Note(rule, compile(rule)) && compile(rule) is not null)
                .Select(rule => new DirectoryProblem("Rules", $"{rule.Scope} {rule.Order:D4}-{rule.Name}", compile(rule)!))
                .ToList()),
            cancellationToken);

    private List<Rule> Ordered(Func<Rule, bool> wanted) => [.. _rules.Values.Where(wanted).Order(RuleOrder.Instance)];

    private bool Set(Rule rule, RuleChange change)
    {
        var stored = rule with { Problem = null };
        _rules[(rule.Scope, rule.Name)] = stored;
        _versions.Add(new RuleVersion(stored, change, time.GetUtcNow()));
        return true;
    }

    private bool Note(Rule rule, string? problem)
    {
        if (_rules.TryGetValue((rule.Scope, rule.Name), out var stored) && stored.IsSame(rule))
        {
            _rules[(rule.Scope, rule.Name)] = stored with { Problem = problem };
        }

        return true;
    }

    private T Locked<T>(Func<T> operation)
    {
        lock (_gate)
        {
            return operation();
        }
    }

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => Locked(operation), cancellationToken);
}
