using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class RuleWebhookKey : CtlCommand
{
    private readonly Argument<MailAddress> _address;

    public RuleWebhookKey(CtlApp app)
        : base(
            app,
            "webhook-key",
            "Shows the key by which a host checks that calls for an account come from here (Standard Webhooks). Needs MAIL_KEY or MAIL_KEY_FILE, as the "
            + "functions have it.",
            "mailctl rule webhook-key alice@example.test") =>
        _address = Take(Parameters.Address());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        if (await run.Storage.ReadWebhookKeys(Console.Environment, cancellationToken) is not { } keys)
        {
            return CommandResult.Refused("The keys are made of the functions' key: set MAIL_KEY or MAIL_KEY_FILE as it is set for them.");
        }

        var view = new WebhookKeyView(account.Address.ToString(), keys.Show(account.AccountId));
        run.Answer.Write(view, json => json.WebhookKeyView, text => text.Line(view.Key));
        return CommandResult.Done;
    }
}
