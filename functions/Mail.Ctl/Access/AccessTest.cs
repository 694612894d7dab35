using System.CommandLine;
using System.Net;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccessTest : CtlCommand
{
    private static readonly Column[] Columns = [new("Kind"), new("Pattern", MayWrap: true), new("Action"), new("Text", MayWrap: true)];

    private readonly Option<IPAddress?> _client;
    private readonly Option<string?> _name;
    private readonly Option<string?> _helo;
    private readonly Option<string?> _from;
    private readonly Option<MailAddress?> _to;

    public AccessTest(CtlApp app)
        : base(
            app,
            "test",
            "Shows which rule decides each stage for a message, without sending one.",
            "mailctl access test --client 192.0.2.1 --name mail.shop.test --helo mail.shop.test --from news@shop.test --to alice@example.test")
    {
        _client = Take(AccessParameters.Client());
        _name = Take(Parameters.Text("--name", "The client's verified reverse name.", "NAME"));
        _helo = Take(Parameters.Text("--helo", "What the client calls itself.", "NAME"));
        _from = Take(Parameters.Text("--from", "The sender; '<>' for a bounce.", "ADDRESS"));
        _to = Take(AccessParameters.Address("--to", "The recipient."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        MailAddress? sender = null;
        if (run.Get(_to) is not { } recipient || run.Get(_from) is not { } from)
        {
            return CommandResult.Usage("Give at least --from and --to.");
        }

        if (from != "<>" && !MailAddressParser.TryParse(from, out sender, out var error))
        {
            return CommandResult.Usage($"'{from}' is not an address: {error}.");
        }

        var set = new AccessRuleSet(await run.Storage.Access.ListAsync(cancellationToken).ToListAsync(cancellationToken));
        var question = new AccessQuestion
        {
            ClientAddress = run.Get(_client),
            ClientName = run.Get(_name),
            Helo = run.Get(_helo),
            Sender = sender,
            Recipient = recipient,
        };
        var verdict = set.Evaluate(question, Time.GetUtcNow());
        var view = new AccessTestView(
            verdict.Final is { } final ? final.Action.ToString().ToLowerInvariant() : "pass",
            verdict.IsExempt,
            verdict.Holds,
            [.. verdict.Tags],
            [.. verdict.Matches.Select(AccessRuleView.From)]);
        run.Answer.Write(view, json => json.AccessTestView, text => Write(text, view));
        return CommandResult.Done;
    }

    private static void Write(TextAnswer text, AccessTestView view)
    {
        text.Table(Columns, view.Rules.Select(rule => new[] { rule.Kind, rule.Pattern, rule.Action, rule.Text }));
        text.Line(view switch
        {
            { Outcome: not "pass" } => $"Outcome: {view.Outcome}.",
            { Exempt: true } => "Outcome: pass, excused from checks of the client and greylisting.",
            _ => "Outcome: pass; checks of the client and greylisting are next.",
        });
    }
}
