using System.Runtime.CompilerServices;
using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>The rules that apply to a message, compiled. One that does not compile is left out, told so in its row, and the others go on.</summary>
public sealed class RuleBook(IRules rules, RuleCompiler compiler, ILogger<RuleBook> logger)
{
    /// <summary>Rules that are told what is wrong with them while a message waits, each by reading its scope; the next time that rules are read goes on.</summary>
    private const int MaxTold = 20;

    // A list is the same as long as it was not read again, so most messages find everything done.
    private readonly ConditionalWeakTable<IReadOnlyList<Rule>, CompiledRules> _compiled = [];

    /// <summary>
    /// Site, domain, account, domain, site: from the outermost to the mailbox and back. Within an account, <see cref="RulePhase.After"/> is only an order.
    /// Empty when there are no rules.
    /// </summary>
    internal async ValueTask<IReadOnlyList<SieveScope>> ForMailboxAsync(AccountEntry account, CancellationToken cancellationToken)
    {
        var site = await FindAsync(RuleScope.Site, cancellationToken);
        var domain = await FindAsync(RuleScope.OfDomain(account.Address.Domain), cancellationToken);
        var own = await FindAsync(RuleScope.OfAccount(account.AccountId), cancellationToken);
        return
        [
            .. Scope("site", site.Of(RulePhase.Before)),
            .. Scope("domain", domain.Of(RulePhase.Before)),
            .. Scope("account", [.. own.Of(RulePhase.Before), .. own.Of(RulePhase.After)]),
            .. Scope("domain", domain.Of(RulePhase.After)),
            .. Scope("site", site.Of(RulePhase.After)),
        ];
    }

    /// <summary>What is asked once per message, before anybody knows whose it is.</summary>
    internal async ValueTask<IReadOnlyList<SieveScope>> ForIncomingAsync(CancellationToken cancellationToken) =>
        [.. Scope("site", (await FindAsync(RuleScope.Site, cancellationToken)).Of(RulePhase.Incoming))];

    /// <summary>A rule to include, by its name, disabled ones too; <c>null</c> when there is none or it does not compile.</summary>
    internal async ValueTask<SieveScript?> FindAsync(RuleScope scope, string name, CancellationToken cancellationToken) =>
        (await rules.FindAsync(scope, cancellationToken)).FirstOrDefault(rule => rule.Name == name) is { } found
            ? compiler.Compile(found).Script
            : null;

    private static IEnumerable<SieveScope> Scope(string name, IReadOnlyList<SieveScript> scripts) =>
        scripts.Count == 0 ? [] : [new SieveScope(name, scripts)];

    private async ValueTask<CompiledRules> FindAsync(RuleScope scope, CancellationToken cancellationToken)
    {
        var found = await rules.FindAsync(scope, cancellationToken);
        if (found.Count == 0)
        {
            return CompiledRules.None;
        }

        if (!_compiled.TryGetValue(found, out var known))
        {
            known = new CompiledRules([.. found.Where(rule => rule.Enabled).Select(compiler.Compile)]);
            _compiled.AddOrUpdate(found, known);
            await TellAsync(known, cancellationToken);
        }

        return known;
    }

    private async Task TellAsync(CompiledRules compiled, CancellationToken cancellationToken)
    {
        foreach (var (rule, _, problem) in compiled.Rules.Where(compiled => compiled.Problem != compiled.Rule.Problem).Take(MaxTold))
        {
            if (problem is not null)
            {
                SortLog.Broken(logger, rule.Label, rule.Version, problem);
            }

            await rules.NoteProblemAsync(rule, problem, cancellationToken);
        }
    }
}
