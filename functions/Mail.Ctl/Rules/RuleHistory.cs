using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class RuleHistory : RuleCommand
{
    private static readonly Column[] Columns =
        [new("At"), new("Name"), new("Change"), new("Version"), new("Order"), new("Rule", MayWrap: true)];

    private readonly Option<string?> _name;

    public RuleHistory(CtlApp app)
        : base(
            app,
            "history",
            "Lists what the rules of an account, a domain or the site were, newest first.",
            new RuleScopeParameters(words: 1, atLeast: 0),
            "mailctl rule history alice@example.test",
            "mailctl rule history alice@example.test --name lists --json") =>
        _name = Take(Parameters.Text("--name", "Only this rule.", "NAME"));

    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        if (scope is null)
        {
            return CommandResult.Usage("Give an account, or --domain DOMAIN, or --site.");
        }

        var versions = await run.Storage.Rules.HistoryAsync(scope, run.Get(_name), cancellationToken).Select(RuleVersionView.From).ToListAsync(cancellationToken);
        run.Answer.Write(versions, json => json.IReadOnlyListRuleVersionView, text => text.Table(Columns, versions.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(RuleVersionView version) =>
    [
        Moment.Format(version.At),
        version.Rule.Name,
        version.Change,
        version.Version,
        $"{version.Rule.Phase} {version.Rule.Order}",
        version.Rule.Script is null ? $"if {version.Rule.Test} {{ {version.Rule.Actions} }}" : "(a script)",
    ];
}
