using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AppPasswordRevoke : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Option<string?> _name;

    public AppPasswordRevoke(CtlApp app)
        : base(
            app,
            "revoke",
            "Takes an app password back; within ten seconds nobody logs in with it any more.",
            "mailctl account app-password revoke alice@example.test --name phone")
    {
        _address = Take(Parameters.Address());
        _name = Take(Parameters.AppPasswordName("As in: mailctl account app-password list ADDRESS."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var name = run.Get(_name)!;
        if (!await run.Storage.Credentials.RemoveAsync(account.AccountId, name, cancellationToken))
        {
            return CommandResult.Refused(
                $"{account.Address} has no app password '{name}'; see: mailctl account app-password list {account.Address}");
        }

        run.Answer.Write(new RemovedView(name), json => json.RemovedView, text => text.Line($"Password '{name}' of {account.Address} revoked."));
        return CommandResult.Done;
    }
}
