using System.CommandLine;

namespace Mail.Ctl;

internal sealed class FetchRemove : CtlCommand
{
    private readonly Argument<string> _account;

    public FetchRemove(CtlApp app)
        : base(
            app,
            "remove",
            "Collects no more mail from a mailbox elsewhere, and forgets its password and what has been fetched. Nothing is removed there or here.",
            "mailctl fetch remove alice@example.test/gmail") =>
        _account = Take(FetchParameters.Account());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (account, objection) = await FetchLookup.FindAsync(run, run.Get(_account), cancellationToken);
        if (account is null)
        {
            return objection!;
        }

        await AccountRemotes.RemoveAsync(run, account, cancellationToken);
        run.Answer.Write(new RemovedView(account.Key.ToString(), null), json => json.RemovedView, text => text.Line($"{account.Key} removed."));
        return CommandResult.Done;
    }
}
