using Mail.Core;

namespace Mail.Ctl;

/// <summary>Saves a changed account and answers with it.</summary>
internal static class AccountUpdate
{
    /// <param name="done">What was done, as in "Account a@b enabled."</param>
    public static async Task<CommandResult> SaveAsync(CommandRun run, AccountEntry account, string done, CancellationToken cancellationToken)
    {
        if (!await run.Storage.Editor.UpdateAccountAsync(account, cancellationToken))
        {
            return AccountLookup.NotFound(account.Address);
        }

        run.Answer.Write(AccountView.From(account), json => json.AccountView, text => text.Line(done));
        return CommandResult.Done;
    }
}
