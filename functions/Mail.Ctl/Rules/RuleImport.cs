using System.CommandLine;
using System.Globalization;
using Mail.Core;
using Mail.Processing;
using Mail.Sieve.Procmail;

namespace Mail.Ctl;

internal sealed class RuleImport : CtlCommand
{
    private readonly Argument<string> _file;
    private readonly Option<MailAddress?> _account;
    private readonly Option<string?> _domain;
    private readonly Option<bool> _site;
    private readonly Option<FilterFormat?> _format;
    private readonly Option<string?> _home;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _replace;

    public RuleImport(CtlApp app)
        : base(
            app,
            "import",
            "Makes rules of a procmailrc, a maildrop filter or a Sieve script, and says line by line what it could not convert.",
            "mailctl rule import ~/.procmailrc --dry-run",
            "mailctl rule import ~/.procmailrc --account alice@example.test",
            "mailctl rule import .mailfilter --format maildrop --account alice@example.test --replace",
            "mailctl rule import header-checks.sieve --site")
    {
        _file = Take(new Argument<string>("FILE") { Description = "Files that it includes are read when they are in its folder or below." });
        _account = Take(new Option<MailAddress?>("--account") { Description = "Rules for this account.", HelpName = "ADDRESS", CustomParser = Parameters.ReadAddress });
        _domain = Take(new Option<string?>("--domain") { Description = "Rules for every mailbox of this domain.", HelpName = "DOMAIN", CustomParser = Parameters.ReadDomain });
        _site = Take(new Option<bool>("--site") { Description = "Rules for every mailbox here." });
        _format = Take(new Option<FilterFormat?>("--format")
        {
            Description = "procmail, maildrop or sieve; without it, by the name of the file.",
            HelpName = "FORMAT",
            CustomParser = result => SettingText.TryChoice<FilterFormat>(result.Tokens[0].Value, out var format)
                ? format
                : Parameters.Refuse<FilterFormat?>(result, $"'{result.Tokens[0].Value}' is none of procmail, maildrop, sieve."),
        });
        _home = Take(Parameters.Text("--home", "What $HOME was where the file comes from; without it, the folder that it is in.", "FOLDER"));
        _dryRun = Take(new Option<bool>("--dry-run") { Description = "Show the rules and store none." });
        _replace = Take(new Option<bool>("--replace") { Description = "Replace rules of the same names." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var named = (run.Get(_account) is not null ? 1 : 0) + (run.Get(_domain) is not null ? 1 : 0) + (run.Get(_site) ? 1 : 0);
        if (named > 1 || (named == 0 && !run.Get(_dryRun)))
        {
            return CommandResult.Usage("Say whose rules they are: --account ADDRESS, --domain DOMAIN or --site; or try with --dry-run.");
        }

        var (text, objection) = await RuleFile.ReadAsync(Console, run.Get(_file)!, cancellationToken);
        if (objection is not null)
        {
            return objection;
        }

        var (scope, missing) = await ScopeAsync(run, cancellationToken);
        return missing ?? await ImportAsync(run, text!, scope, cancellationToken);
    }

    private async Task<(RuleScope Scope, CommandResult? Objection)> ScopeAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Get(_account) is not { } address)
        {
            return (run.Get(_domain) is { } domain ? RuleScope.OfDomain(domain) : RuleScope.Site, null);
        }

        return await AccountLookup.FindAsync(run, address, cancellationToken) is { } account
            ? (RuleScope.OfAccount(account.AccountId), null)
            : (RuleScope.Site, AccountLookup.NotFound(address));
    }

    private async Task<CommandResult> ImportAsync(CommandRun run, string text, RuleScope scope, CancellationToken cancellationToken)
    {
        var imported = Convert(run, text);
        var existing = run.Get(_dryRun) ? [] : await run.Storage.Rules.ListAsync(scope, cancellationToken).ToListAsync(cancellationToken);
        var orders = RuleOrders.Behind(existing.Select(rule => rule.Order), imported.Rules.Count);
        var rules = imported.Rules.Select((rule, i) => ToRule(rule, scope, orders[i])).ToList();
        if (rules.Find(rule => RuleCompiler.Problem(rule) is not null) is { } bad)
        {
            return CommandResult.Refused($"The rule {bad.Name} does not compile: {RuleCompiler.Problem(bad)}");
        }

        var taken = rules.FindAll(rule => existing.Exists(other => other.Name == rule.Name));
        if (taken.Count > 0 && !run.Get(_replace))
        {
            return CommandResult.Refused($"There is a rule '{taken[0].Name}' for {scope} already; see: mailctl rule list, or use --replace");
        }

        if (!run.Get(_dryRun))
        {
            foreach (var rule in rules)
            {
                await run.Storage.Rules.SetAsync(rule, taken.Contains(rule) ? RuleChange.Replaced : RuleChange.Added, cancellationToken);
            }
        }

        var view = RuleImportView.From(imported, rules, isStored: !run.Get(_dryRun));
        run.Answer.Write(view, json => json.RuleImportView, answer => Write(answer, view, scope));
        return CommandResult.Done;
    }

    private ImportedRules Convert(CommandRun run, string text)
    {
        var file = run.Get(_file)!;
        var name = Path.GetFileName(file);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        var home = run.Get(_home)?.TrimEnd('/') ?? folder;
        var options = new ImportOptions
        {
            Home = home,
            User = run.Get(_account)?.LocalPart ?? "user",
            Domain = run.Get(_account)?.Domain ?? run.Get(_domain),
            ReadFile = new FilterFiles(folder, home).Read,
        };
        return (run.Get(_format) ?? FormatOf(name)) switch
        {
            FilterFormat.Maildrop => MaildropImporter.Import(name, text, options),
            FilterFormat.Sieve => Whole(name, text),
            _ => ProcmailImporter.Import(name, text, options),
        };
    }

    private static FilterFormat FormatOf(string name) =>
        name.EndsWith(".sieve", StringComparison.OrdinalIgnoreCase) ? FilterFormat.Sieve
        : name.Contains("mailfilter", StringComparison.OrdinalIgnoreCase) || name.Contains("maildrop", StringComparison.OrdinalIgnoreCase) ? FilterFormat.Maildrop
        : FilterFormat.Procmail;

    /// <summary>A script is one rule as it stands.</summary>
    private static ImportedRules Whole(string name, string text)
    {
        var rule = Path.GetFileNameWithoutExtension(name);
        return new ImportedRules([new ImportedRule { Name = Rule.IsName(rule) ? rule : "script", Test = "", Actions = text, Origin = name }], []);
    }

    private static Rule ToRule(ImportedRule imported, RuleScope scope, int order) => new()
    {
        Scope = scope,
        Name = imported.Name,
        Order = order,
        Test = imported.Test.Length == 0 ? "true" : imported.Test,
        Actions = imported.Test.Length == 0 ? "" : imported.Actions,
        Script = imported.Test.Length == 0 ? imported.Actions : null,
        Comment = $"from {imported.Origin}",
    };

    private static void Write(TextAnswer text, RuleImportView view, RuleScope scope)
    {
        foreach (var rule in view.IsStored ? [] : view.Rules)
        {
            text.Line($"# {rule.Name} ({rule.Comment})");
            text.Lines(rule.Script ?? $"if {rule.Test} {{\n{rule.Actions}\n}}\n");
        }

        foreach (var finding in view.Findings.Where(finding => finding.Remark is not null))
        {
            text.Line($"{finding.File}:{finding.Line.ToString(CultureInfo.InvariantCulture)}: {finding.Outcome}: {finding.Source}");
            text.Line($"    {finding.Remark}");
        }

        text.Line($"{view.Converted} converted, {view.Approximated} approximated, {view.NotConverted} not converted, {view.NotNeeded} not needed here.");
        text.Line(view.IsStored
            ? $"{view.Rules.Count} rules for {scope} stored: in force within ten seconds."
            : $"{view.Rules.Count} rules; nothing is stored.");
    }
}
