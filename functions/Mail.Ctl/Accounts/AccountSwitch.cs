using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountSwitch : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly bool _enable;

    public AccountSwitch(CtlApp app, bool enable)
        : base(
            app,
            enable ? "enable" : "disable",
            enable ? "Accepts mail for an account again." : "Refuses mail for an account as for an unknown one; what it has stays.",
            $"mailctl account {(enable ? "enable" : "disable")} alice@example.test")
    {
        _enable = enable;
        _address = Take(Parameters.Address());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken) =>
        await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is { } account
            ? await AccountUpdate.SaveAsync(
                run,
                account with { Enabled = _enable },
                $"Account {account.Address} {(_enable ? "enabled" : "disabled")}.",
                cancellationToken)
            : AccountLookup.NotFound(run.Get(_address));
}
