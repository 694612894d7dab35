namespace Mail.Ctl;

internal sealed class AccessList(CtlApp app) : CtlCommand(
    app, "list", "Lists the rules about who may send to us.", "mailctl access list", "mailctl access list --json")
{
    private static readonly Column[] Columns =
        [new("Kind"), new("Pattern", MayWrap: true), new("Action"), new("Text", MayWrap: true), new("Holds"), new("Comment", MayWrap: true)];

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var rules = await run.Storage.Access.ListAsync(cancellationToken).Select(AccessRuleView.From).ToListAsync(cancellationToken);
        run.Answer.Write(rules, json => json.IReadOnlyListAccessRuleView, text => text.Table(Columns, rules.Select(Row)));
        return CommandResult.Done;
    }

    private string[] Row(AccessRuleView rule) => [rule.Kind, rule.Pattern, rule.Action, rule.Text, Holds(rule), rule.Comment ?? ""];

    private string Holds(AccessRuleView rule) => rule switch
    {
        { Enabled: false } => "disabled",
        { Expires: null } => "always",
        { Expires: { } expires } when expires <= Time.GetUtcNow() => "expired",
        { Expires: { } expires } => "until " + Moment.Format(expires),
    };
}
