using Mail.Core;

namespace Mail.Testing;

/// <summary>Access rules without a cache: a change is seen at once, unless the storage is switched off.</summary>
public sealed class InMemoryAccessRules(StorageFaults? parentFaults = null) : IAccessRules, IAccessRulesEditor
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AccessPattern, AccessRule> _rules = [];
    private AccessRuleSet _lastKnown = AccessRuleSet.Empty;

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>What <see cref="CheckAsync"/> finds: a test puts in what it wants to be found.</summary>
    public IList<DirectoryProblem> Problems { get; } = [];

    /// <summary>Adds a rule: the short way for a test.</summary>
    public AccessRule Add(AccessKind kind, string pattern, AccessAction action, string text = "")
    {
        var rule = new AccessRule { Pattern = AccessPattern.Parse(kind, pattern), Action = action, Text = text };
        lock (_gate)
        {
            _rules.Add(rule.Pattern, rule);
        }

        return rule;
    }

    public async ValueTask<AccessRuleSet> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            _lastKnown = await Locked(() => new AccessRuleSet(_rules.Values), cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // As the port promises.
        }

        return _lastKnown;
    }

    public IAsyncEnumerable<AccessRule> ListAsync(CancellationToken cancellationToken) => Faults.List<AccessRule>(
        () =>
        {
            lock (_gate)
            {
                return [.. _rules.Values.OrderBy(rule => rule.Pattern.Kind).ThenBy(rule => rule.Pattern.ToString(), StringComparer.Ordinal)];
            }
        },
        cancellationToken);

    public ValueTask<bool> AddAsync(AccessRule rule, CancellationToken cancellationToken) =>
        Locked(() => _rules.TryAdd(rule.Pattern, rule), cancellationToken);

    public async ValueTask SetAsync(AccessRule rule, CancellationToken cancellationToken) =>
        await Locked(() => _rules[rule.Pattern] = rule, cancellationToken);

    public ValueTask<bool> RemoveAsync(AccessPattern pattern, CancellationToken cancellationToken) =>
        Locked(() => _rules.Remove(pattern), cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        Faults.List<DirectoryProblem>(() => [.. Problems], cancellationToken);

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);
}
