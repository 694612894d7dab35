using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountQuota : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Argument<QuotaParameter> _quota;

    public AccountQuota(CtlApp app)
        : base(
            app,
            "quota",
            "Limits the size of a mailbox. Mail over the limit waits in the queue; nothing is deleted.",
            "mailctl account quota alice@example.test 1GiB",
            "mailctl account quota alice@example.test none")
    {
        _address = Take(Parameters.Address());
        _quota = Take(new Argument<QuotaParameter>("SIZE")
        {
            Description = "For example 500MB or 1GiB; 'none' for no limit.",
            CustomParser = QuotaParameter.Read,
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var changed = account with { QuotaBytes = run.Get(_quota).Bytes };
        return await AccountUpdate.SaveAsync(
            run, changed, $"Account {account.Address} has the quota {AccountView.From(changed).QuotaText()}.", cancellationToken);
    }
}
