using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class RuleShow(CtlApp app) : RuleCommand(
    app,
    "show",
    "Shows one rule.",
    new RuleScopeParameters(words: 2, atLeast: 1),
    "mailctl rule show alice@example.test lists",
    "mailctl rule show --site no-exe --json")
{
    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        if (await run.Storage.Rules.FindAsync(scope!, name!, cancellationToken) is not { } rule)
        {
            return NotFound(scope!, name!);
        }

        var view = RuleView.From(rule);
        run.Answer.Write(view, json => json.RuleView, text => Write(text, view, rule.Text));
        return CommandResult.Done;
    }

    private static void Write(TextAnswer text, RuleView view, string script)
    {
        text.Fields(
            ("Scope", view.Scope),
            ("Name", view.Name),
            ("Phase", view.Phase),
            ("Order", view.Order.ToString(CultureInfo.InvariantCulture)),
            ("Enabled", view.Enabled ? "yes" : "no"),
            ("Version", view.Version),
            ("Comment", view.Comment),
            ("Problem", view.Problem));
        text.Line("");
        text.Lines(script);
    }
}
