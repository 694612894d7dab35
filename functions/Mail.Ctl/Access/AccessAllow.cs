using System.CommandLine;
using System.Net;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccessAllow : CtlCommand
{
    private readonly Argument<string?> _id;
    private readonly Option<MailAddress?> _sender;
    private readonly Option<MailAddress?> _recipient;
    private readonly Option<IPAddress?> _client;
    private readonly Option<DateTimeOffset?> _expires;

    public AccessAllow(CtlApp app)
        : base(
            app,
            "allow",
            "Lets in what was refused: makes the rules by which the same message passes next time. May be repeated.",
            "mailctl access allow 01j9z6s41tsv4rrffq69g5fav0",
            "mailctl access allow --sender news@shop.test --recipient alice@example.test",
            "mailctl access allow --client 192.0.2.1 --expires 30d")
    {
        _id = Take(new Argument<string?>("ID") { Description = "As in: mailctl rejects.", Arity = ArgumentArity.ZeroOrOne });
        _sender = Take(AccessParameters.Address("--sender", "Mail from this address."));
        _recipient = Take(AccessParameters.Address("--recipient", "Only mail to this address."));
        _client = Take(AccessParameters.Client());
        _expires = Take(AccessParameters.Moment("--expires", "When it ends: 30d, or 2026-12-31.", Time, direction: 1));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var byHand = run.Get(_sender) is not null || run.Get(_client) is not null;
        return (run.Parsed.GetValue(_id), byHand) switch
        {
            ({ } id, false) => await AllowAsync(run, id, cancellationToken),
            (null, true) => await SaveAsync(run, RulesByHand(run), null, cancellationToken),
            _ => CommandResult.Usage("Give the ID of a refusal, or --sender, or --client."),
        };
    }

    private async Task<CommandResult> AllowAsync(CommandRun run, string text, CancellationToken cancellationToken)
    {
        if (!QueueId.TryParse(text, out var id) || await run.Storage.Rejects.FindAsync(id, cancellationToken) is not { } refused)
        {
            return CommandResult.Refused($"There is no refusal {text} in the record; see: mailctl rejects");
        }

        var question = new AccessQuestion
        {
            ClientAddress = IPAddress.TryParse(refused.ClientAddress, out var client) ? client : null,
            ClientName = refused.ClientName,
            Helo = refused.Helo,
            Sender = refused.Sender,
            Recipient = refused.Recipient,
        };
        var rules = await run.Storage.Access.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        var (add, obstacle) = AllowPlan.Make(rules, question, Time.GetUtcNow());
        return obstacle is null
            ? await SaveAsync(run, add, $"let in by mailctl access allow {id}", cancellationToken)
            : CommandResult.Refused(
                $"The rule {AccessRuleView.From(obstacle)} is meant for exactly this; remove it if that is no longer wanted: "
                + $"mailctl access remove {AccessKinds.Name(obstacle.Pattern.Kind)} '{obstacle.Pattern}'");
    }

    private List<AccessRule> RulesByHand(CommandRun run)
    {
        var suffix = run.Get(_recipient) is { } recipient ? $" for {recipient}" : "";
        var rules = new List<AccessRule>();
        if (run.Get(_sender) is { } sender)
        {
            rules.Add(new AccessRule { Pattern = AccessPattern.Parse(AccessKind.Sender, sender + suffix), Action = AccessAction.Ok });
        }

        if (run.Get(_client) is { } client)
        {
            rules.Add(new AccessRule { Pattern = AccessPattern.Parse(AccessKind.Client, client + suffix), Action = AccessAction.Ok });
        }

        return rules;
    }

    private async Task<CommandResult> SaveAsync(
        CommandRun run, IReadOnlyList<AccessRule> rules, string? comment, CancellationToken cancellationToken)
    {
        foreach (var rule in rules)
        {
            await run.Storage.Access.SetAsync(
                rule with { Comment = comment ?? "let in by mailctl access allow", Expires = run.Get(_expires) }, cancellationToken);
        }

        var view = new AccessAllowView([.. rules.Select(AccessRuleView.From)]);
        run.Answer.Write(view, json => json.AccessAllowView, text =>
        {
            foreach (var rule in view.Added)
            {
                text.Line($"{rule} within ten seconds.");
            }

            if (view.Added.Count == 0)
            {
                text.Line("Nothing to do: the rules let it in already.");
            }
        });
        return CommandResult.Done;
    }
}
