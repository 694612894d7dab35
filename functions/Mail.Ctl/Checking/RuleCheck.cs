using System.Runtime.CompilerServices;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>Rules that cannot be read, do not compile, or are for nobody.</summary>
internal sealed class RuleCheck(IRulesEditor rules, IDirectoryEditor directory) : ICheck
{
    private const string Area = "rules";

    public string Name => "rules";

    public async IAsyncEnumerable<FindingView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var problem in rules.CheckAsync(RuleCompiler.Problem, cancellationToken))
        {
            yield return new FindingView(Area, $"{problem.Table} {problem.Row}", problem.Problem);
        }

        var scopes = await rules.ListAsync(scope: null, cancellationToken).Select(rule => rule.Scope).Distinct().ToListAsync(cancellationToken);
        foreach (var scope in scopes.Except(await KnownAsync(scopes, cancellationToken)))
        {
            yield return new FindingView(
                Area, $"Rules {scope}", scope.Kind == RuleScopeKind.Domain ? "is for a domain that is not ours" : "belongs to no account");
        }
    }

    /// <summary>The scopes that there can be. The directory is walked only when rules are there that need it.</summary>
    private async Task<HashSet<RuleScope>> KnownAsync(List<RuleScope> scopes, CancellationToken cancellationToken)
    {
        var known = new HashSet<RuleScope> { RuleScope.Site };
        if (scopes.Exists(scope => scope.Kind == RuleScopeKind.Domain))
        {
            known.UnionWith(await directory.ListDomainsAsync(cancellationToken).Select(domain => RuleScope.OfDomain(domain.Name)).ToListAsync(cancellationToken));
        }

        if (scopes.Exists(scope => scope.Kind == RuleScopeKind.Account))
        {
            known.UnionWith(await directory.ListAccountsAsync(domain: null, cancellationToken)
                .Select(account => RuleScope.OfAccount(account.AccountId))
                .ToListAsync(cancellationToken));
        }

        return known;
    }
}
