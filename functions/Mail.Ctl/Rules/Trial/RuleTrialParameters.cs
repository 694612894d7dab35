using System.CommandLine;
using Mail.Core;
using Mail.Processing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Ctl;

/// <summary>Whose mail a trial is about, and the rules that hold for it.</summary>
internal sealed class RuleTrialParameters(TimeProvider time)
{
    public Argument<MailAddress?> Address { get; } = new("ACCOUNT")
    {
        Description = "Whose mail; also as --account.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parameters.ReadAddress,
    };

    public Option<MailAddress?> Account { get; } = new("--account")
    {
        Description = "The same as ACCOUNT.",
        HelpName = "ACCOUNT",
        CustomParser = Parameters.ReadAddress,
    };

    public Option<DateTimeOffset?> Since { get; } = AccessParameters.Moment("--since", "Only mail that came since: 30d, or 2026-01-31. [default: all]", time, direction: -1);

    /// <summary>The account, or what is wrong.</summary>
    public async Task<(AccountEntry? Account, CommandResult? Objection)> FindAccountAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (argument, option) = (run.Parsed.GetValue(Address), run.Get(Account));
        if ((argument ?? option) is not { } address || (argument is not null && option is not null))
        {
            return (null, CommandResult.Usage("Say whose mail: ACCOUNT."));
        }

        return await AccountLookup.FindAsync(run, address, cancellationToken) is { } account ? (account, null) : (null, AccountLookup.NotFound(address));
    }

    /// <summary>All rules that hold for the account, disabled ones included.</summary>
    public static async Task<List<Rule>> RulesOfAsync(CommandRun run, AccountEntry account, CancellationToken cancellationToken)
    {
        var rules = new List<Rule>();
        foreach (var scope in new[] { RuleScope.Site, RuleScope.OfDomain(account.Address.Domain), RuleScope.OfAccount(account.AccountId) })
        {
            rules.AddRange(await run.Storage.Rules.ListAsync(scope, cancellationToken).ToListAsync(cancellationToken));
        }

        return rules;
    }

    public static RuleBook Book(IEnumerable<Rule> rules) => new(new FixedRules(rules), new RuleCompiler(), NullLogger<RuleBook>.Instance);

    public static async Task<RuleTrial> OpenAsync(CommandRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        var rows = await run.Storage.Settings.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        return new RuleTrial(
            run.Storage.Mailboxes,
            new Router(run.Storage.Directory),
            new SortFolders(run.Storage.Mailboxes, new FixedSettings(SiteSettingCatalog.Read(rows))),
            new FlowOptions(),
            time);
    }

    private sealed class FixedSettings(SiteSettings settings) : ISiteSettings
    {
        public ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) => new(settings);
    }
}
