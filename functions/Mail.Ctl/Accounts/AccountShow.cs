using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountShow : CtlCommand
{
    private readonly Argument<MailAddress> _address;

    public AccountShow(CtlApp app)
        : base(app, "show", "Shows one account.", "mailctl account show alice@example.test") =>
        _address = Take(Parameters.Address());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var view = AccountView.From(account);
        run.Answer.Write(view, json => json.AccountView, view.Write);
        return CommandResult.Done;
    }
}
