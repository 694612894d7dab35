using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class RuleList(CtlApp app) : RuleCommand(
    app,
    "list",
    "Lists rules in the order in which they run: of an account, a domain, the site, or all.",
    new RuleScopeParameters(words: 1, atLeast: 0),
    "mailctl rule list",
    "mailctl rule list alice@example.test --json")
{
    private static readonly Column[] Columns =
        [new("Scope"), new("Phase"), new("Order"), new("Name"), new("State"), new("Version"), new("Rule", MayWrap: true), new("Comment", MayWrap: true)];

    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        var rules = await run.Storage.Rules.ListAsync(scope, cancellationToken).Select(RuleView.From).ToListAsync(cancellationToken);
        run.Answer.Write(rules, json => json.IReadOnlyListRuleView, text => text.Table(Columns, rules.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(RuleView rule) =>
    [
        rule.Scope,
        rule.Phase,
        rule.Order.ToString(CultureInfo.InvariantCulture),
        rule.Name,
        rule.Enabled ? rule.Problem is null ? "enabled" : "broken" : "disabled",
        rule.Version,
        rule.Script is null ? $"if {rule.Test} {{ {rule.Actions} }}" : "(a script)",
        rule.Comment ?? "",
    ];
}
