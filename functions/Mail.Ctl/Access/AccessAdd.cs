using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccessAdd : CtlCommand
{
    private readonly Argument<AccessKind> _kind;
    private readonly Argument<string> _pattern;
    private readonly Argument<AccessAction> _action;
    private readonly Option<string?> _text;
    private readonly Option<string?> _for;
    private readonly Option<DateTimeOffset?> _expires;
    private readonly Option<string?> _comment;
    private readonly Option<bool> _replace;

    public AccessAdd(CtlApp app)
        : base(
            app,
            "add",
            "Adds a rule; it is in force within ten seconds.",
            "mailctl access add client 192.0.2.0/24 reject --text 'Mail from this network is not accepted'",
            "mailctl access add sender @shop.test ok --for alice@example.test",
            "mailctl access add helo localhost defer --expires 7d")
    {
        _kind = Take(AccessParameters.Kind());
        _pattern = Take(AccessParameters.Pattern());
        _action = Take(new Argument<AccessAction>("ACTION")
        {
            Description = "ok, reject, defer, discard, hold or tag.",
            CustomParser = result => SettingText.TryChoice<AccessAction>(result.Tokens[0].Value, out var action)
                ? action
                : Parameters.Refuse<AccessAction>(result, $"'{result.Tokens[0].Value}' is none of ok, reject, defer, discard, hold, tag."),
        });
        _text = Take(Parameters.Text("--text", "For reject and defer what the client is told, for tag the mark."));
        _for = Take(AccessParameters.For());
        _expires = Take(AccessParameters.Moment("--expires", "When the rule ends: 7d, or 2026-12-31.", Time, direction: 1));
        _comment = Take(Parameters.Text("--comment", "A note to whoever looks at it later."));
        _replace = Take(new Option<bool>("--replace") { Description = "Replace the rule with this pattern if there is one." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (pattern, error) = AccessParameters.PatternOf(run.Get(_kind), run.Get(_pattern), run.Get(_for));
        var text = run.Get(_text)?.Trim() ?? "";
        if (pattern is null || AccessRule.Problem(run.Get(_action), text) is not null)
        {
            return CommandResult.Usage(error ?? AccessRule.Problem(run.Get(_action), text)! + ".");
        }

        var rule = new AccessRule
        {
            Pattern = pattern,
            Action = run.Get(_action),
            Text = text,
            Expires = run.Get(_expires),
            Comment = run.Get(_comment),
        };
        var view = AccessRuleView.From(rule);
        if (run.Get(_replace))
        {
            await run.Storage.Access.SetAsync(rule, cancellationToken);
        }
        else if (!await run.Storage.Access.AddAsync(rule, cancellationToken))
        {
            return CommandResult.Refused($"There is a rule for {view.Kind} {view.Pattern} already; see: mailctl access list, or use --replace");
        }

        run.Answer.Write(view, json => json.AccessRuleView, answer => answer.Line($"{view} within ten seconds."));
        return CommandResult.Done;
    }
}
