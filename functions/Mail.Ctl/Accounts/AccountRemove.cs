using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountRemove : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Option<bool> _deleteMail;

    public AccountRemove(CtlApp app)
        : base(
            app,
            "remove",
            "Removes an account with its app passwords, grants and rules, and collects no more mail for it from elsewhere. Its mail is kept unless you say otherwise.",
            "mailctl account remove alice@example.test",
            "mailctl account remove alice@example.test --delete-mail")
    {
        _address = Take(Parameters.Address());
        _deleteMail = Take(new Option<bool>("--delete-mail") { Description = "Delete the mailbox too, and what its owner has taught the spam filter, for good." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var address = run.Get(_address);
        if (await AccountLookup.FindAsync(run, address, cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(address);
        }

        // The account first: no mail comes in any more while the mailbox goes.
        if (!await run.Storage.Editor.RemoveAccountAsync(address, cancellationToken))
        {
            return AccountLookup.NotFound(address);
        }

        await AccountRights.RemoveAllAsync(run, account.AccountId, cancellationToken);
        await AccountRemotes.RemoveAllAsync(run, address, cancellationToken);
        var detail = $"its mail is kept in container mailbox-{account.AccountId} and table Mailboxes, partition {account.AccountId}";
        if (run.Get(_deleteMail))
        {
            await run.Storage.Mailboxes.DeleteMailboxAsync(account.AccountId, cancellationToken);
            // The training before the model: a compaction in between would make the model anew.
            await run.Storage.Training.DeleteAsync(ModelOwner.Account(account.AccountId), cancellationToken);
            await run.Storage.Models.DeleteAsync(ModelOwner.Account(account.AccountId), cancellationToken);
            detail = "its mail is deleted";
        }

        run.Answer.Write(
            new RemovedView(address.ToString(), detail),
            json => json.RemovedView,
            text => text.Line($"Account {address} removed; {detail}."));
        return CommandResult.Done;
    }
}
