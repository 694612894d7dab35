using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountUngrant : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Argument<GrantedSender> _sender;

    public AccountUngrant(CtlApp app)
        : base(app, "ungrant", "Takes a grant back.", "mailctl account ungrant alice@example.test boss@example.test")
    {
        _address = Take(Parameters.Address());
        _sender = Take(Parameters.Sender());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var sender = run.Get(_sender);
        if (!await run.Storage.Grants.RemoveAsync(account.AccountId, sender, cancellationToken))
        {
            return CommandResult.Refused($"{account.Address} has no grant {sender}; see: mailctl account grants {account.Address}");
        }

        run.Answer.Write(
            new RemovedView(sender.ToString()),
            json => json.RemovedView,
            text => text.Line($"{account.Address} may not send as {sender} any more."));
        return CommandResult.Done;
    }
}
