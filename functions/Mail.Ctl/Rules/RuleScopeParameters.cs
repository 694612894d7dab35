using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// Whose rules a verb is about: an account, which is the first argument, or <c>--domain</c>, or <c>--site</c>; behind it the name of a rule where one is
/// needed.
/// </summary>
internal sealed class RuleScopeParameters
{
    /// <param name="words">The most that may stand there: 1 without a name of a rule, 2 with one.</param>
    public RuleScopeParameters(int words, int atLeast)
    {
        Words = new Argument<string[]>(words == 2 ? "[ACCOUNT] NAME" : "ACCOUNT")
        {
            Description = "An account's address, unless --domain or --site says whose" + (words == 2 ? ", and the rule's name." : "."),
            Arity = new ArgumentArity(atLeast, words),
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        };
        Domain = new Option<string?>("--domain")
        {
            Description = "The rules for every mailbox of this domain.",
            HelpName = "DOMAIN",
            CustomParser = Parameters.ReadDomain,
        };
    }

    public Argument<string[]> Words { get; }

    public Option<string?> Domain { get; }

    public Option<bool> Site { get; } = new("--site") { Description = "The rules for every mailbox here." };

    /// <summary>The scope and what stands behind it, or what is wrong.</summary>
    /// <returns>Without scope and objection when nothing was said.</returns>
    public async Task<(RuleScope? Scope, string? Name, CommandResult? Objection)> ReadAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var words = run.Get(Words);
        var named = (run.Get(Domain) is not null ? 1 : 0) + (run.Get(Site) ? 1 : 0);
        var needsName = Words.Arity.MaximumNumberOfValues == 2;
        if (named > 1 || words.Length > (needsName ? 2 : 1) - named || (needsName && words.Length < 2 - named))
        {
            return (null, null, CommandResult.Usage(needsName
                ? "Give an account and the rule's name, or --domain DOMAIN and the name, or --site and the name."
                : "Give an account, or --domain DOMAIN, or --site."));
        }

        var name = needsName ? words[^1] : null;
        if (name is not null && !Rule.IsName(name))
        {
            return (null, null, CommandResult.Usage($"A rule's name has 1 to {Rule.MaxName} characters and no control characters."));
        }

        return run.Get(Site) ? (RuleScope.Site, name, null)
            : run.Get(Domain) is { } domain ? (RuleScope.OfDomain(domain), name, null)
            : words.Length == 0 ? (null, null, null)
            : await OfAccountAsync(run, words[0], name, cancellationToken);
    }

    private static async Task<(RuleScope? Scope, string? Name, CommandResult? Objection)> OfAccountAsync(
        CommandRun run, string text, string? name, CancellationToken cancellationToken)
    {
        if (!MailAddressParser.TryParse(text, out var address, out var error))
        {
            return (null, null, CommandResult.Usage($"'{text}' is not an address: {error}."));
        }

        return await AccountLookup.FindAsync(run, address, cancellationToken) is { } account
            ? (RuleScope.OfAccount(account.AccountId), name, null)
            : (null, null, AccountLookup.NotFound(address));
    }
}
