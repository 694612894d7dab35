using System.CommandLine;
using System.Globalization;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>Tries rules on the mail that is there, and does nothing else.</summary>
internal sealed class RuleTest : CtlCommand
{
    private const int DefaultExamples = 5;

    private static readonly Column[] Columns =
        [new("Received"), new("Change"), new("From", MayWrap: true), new("Subject", MayWrap: true), new("Before", MayWrap: true), new("After", MayWrap: true), new("Rule", MayWrap: true)];

    private readonly RuleTrialParameters _parameters;
    private readonly Option<string?> _file;
    private readonly Option<string[]> _with;
    private readonly Option<string?> _folder;
    private readonly Option<int> _examples;
    private readonly Option<TrialChanges> _failOn;

    public RuleTest(CtlApp app)
        : base(
            app,
            "test",
            "Tries rules on the mail that an account has: what would be filed elsewhere, sent on, dropped. Nothing is changed.",
            "mailctl rule test alice@example.test --file new.sieve --since 30d",
            "mailctl rule test alice@example.test --with lists --fail-on discarded,forwarded",
            "mailctl rule test alice@example.test --folder INBOX")
    {
        _parameters = new RuleTrialParameters(app.Time);
        Take(_parameters.Address);
        Take(_parameters.Account);
        _file = Take(Parameters.Text("--file", "A script in the place of the account's rules, compared with them; - is standard input.", "FILE"));
        _with = Take(new Option<string[]>("--with") { Description = "A disabled rule, as if it were enabled, compared with how it is now. May be repeated.", HelpName = "NAME" });
        Take(_parameters.Since);
        _folder = Take(Parameters.Folder("Only mail of this folder. [default: all folders]"));
        _examples = Take(new Option<int>("--examples") { Description = "How many messages to show of each kind of change.", HelpName = "NUMBER", DefaultValueFactory = _ => DefaultExamples });
        _failOn = Take(new Option<TrialChanges>("--fail-on")
        {
            Description = "Exit with 1 when there are such changes: moved, forwarded, notForwarded, discarded, kept, answered, failed, or any; with commas between.",
            HelpName = "CHANGES",
            CustomParser = result => ReadChanges(result.Tokens[0].Value) ?? Parameters.Refuse<TrialChanges>(result, $"'{result.Tokens[0].Value}' is no list of changes; see --help"),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (account, objection) = await _parameters.FindAccountAsync(run, cancellationToken);
        if (account is null)
        {
            return objection!;
        }

        var now = await RuleTrialParameters.RulesOfAsync(run, account, cancellationToken);
        (var then, objection) = await ChangeAsync(run, account, now, cancellationToken);
        if (then is null)
        {
            return objection!;
        }

        var report = await TryAsync(run, account, now, then, cancellationToken);
        run.Answer.Write(report.View(), json => json.TrialView, text => Write(text, report.View()));
        var failing = run.Get(_failOn);
        return Enum.GetValues<TrialChanges>().Any(change => failing.HasFlag(change) && report.Count(change) > 0) ? CommandResult.NotWell : CommandResult.Done;
    }

    /// <summary>The rules to try, or what is wrong with them; the same list when none are given.</summary>
    private async Task<(List<Rule>? Rules, CommandResult? Objection)> ChangeAsync(
        CommandRun run, AccountEntry account, List<Rule> now, CancellationToken cancellationToken)
    {
        var scope = RuleScope.OfAccount(account.AccountId);
        var with = run.Get(_with) ?? [];
        if (with.FirstOrDefault(name => !now.Exists(rule => rule.Name == name)) is { } missing)
        {
            return (null, CommandResult.Refused($"No rule '{missing}' concerns {account.Address}; see: mailctl rule list"));
        }

        var then = now.ConvertAll(rule => with.Contains(rule.Name) ? rule with { Enabled = true } : rule);
        if (run.Get(_file) is { } file)
        {
            var (text, objection) = await RuleFile.ReadAsync(Console, file, cancellationToken);
            if (text is null)
            {
                return (null, objection);
            }

            then.RemoveAll(rule => rule.Scope == scope);
            then.Add(new Rule { Scope = scope, Name = "file", Script = text });
        }

        var problems = then.Where(rule => rule.Enabled && !now.Contains(rule)).Select(rule => (rule.Name, Problem: RuleCompiler.Problem(rule))).Where(rule => rule.Problem is not null);
        return problems.FirstOrDefault() is (var name, { } problem)
            ? (null, CommandResult.Refused($"The rule '{name}' does not compile: {problem}"))
            : (run.Get(_file) is null && with.Length == 0 ? now : then, null);
    }

    private async Task<TrialReport> TryAsync(CommandRun run, AccountEntry account, List<Rule> now, List<Rule> then, CancellationToken cancellationToken)
    {
        var trial = await RuleTrialParameters.OpenAsync(run, Time, cancellationToken);
        var report = new TrialReport(run.Get(_examples));
        RuleBook[] books = ReferenceEquals(now, then) ? [RuleTrialParameters.Book(now)] : [RuleTrialParameters.Book(now), RuleTrialParameters.Book(then)];
        var walk = new MailboxWalk(run.Storage.Mailboxes, Time, account.AccountId, run.Get(_folder), run.Get(_parameters.Since));
        await walk.RunAsync(
            Console,
            "Trying",
            async (message, token) =>
            {
                if (await trial.RunAsync(account, message, books, token) is { } outcomes)
                {
                    // With nothing to compare the rules in force with, where the message is.
                    report.Add(message, outcomes.Count > 1 ? outcomes[0] : TrialOutcome.In(message.Folder), outcomes[^1]);
                }
            },
            cancellationToken);
        return report;
    }

    private static void Write(TextAnswer text, TrialView view)
    {
        text.Fields(
            ("Messages", Number(view.Messages)),
            ("Unchanged", Number(view.Unchanged)),
            ("Moved", Number(view.Moved)),
            ("Newly forwarded", Number(view.NewlyForwarded)),
            ("No longer forwarded", Number(view.NoLongerForwarded)),
            ("Newly discarded", Number(view.NewlyDiscarded)),
            ("Newly kept", Number(view.NewlyKept)),
            ("Answers changed", Number(view.Answered)),
            ("Rules failed", Number(view.Failed)));
        if (view.Changes.Count > 0)
        {
            text.Line("");
            text.Table(Columns, view.Changes.Select(Row));
        }
    }

    private static string[] Row(TrialChangeView change) =>
    [
        Moment.Format(change.ReceivedAt),
        string.Join(", ", change.Changes),
        change.From,
        change.Subject,
        change.Before.Text(),
        change.After.Text(),
        change.Error ?? change.Rule,
    ];

    private static TrialChanges? ReadChanges(string text)
    {
        var changes = TrialChanges.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (word == "any")
            {
                changes |= Enum.GetValues<TrialChanges>().Aggregate((some, more) => some | more);
            }
            else if (Enum.GetValues<TrialChanges>().FirstOrDefault(change => change != TrialChanges.None && TrialReport.Name(change) == word) is not TrialChanges.None and var one)
            {
                changes |= one;
            }
            else
            {
                return null;
            }
        }

        return changes;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
