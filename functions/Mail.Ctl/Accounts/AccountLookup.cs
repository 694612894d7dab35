using Mail.Core;

namespace Mail.Ctl;

/// <summary>Finds accounts by their exact address, and says what to do when there is none.</summary>
internal static class AccountLookup
{
    public static async ValueTask<AccountEntry?> FindAsync(CommandRun run, MailAddress address, CancellationToken cancellationToken) =>
        await run.Storage.Directory.FindAccountAsync(address.Domain, address.LocalPart, cancellationToken);

    public static CommandResult NotFound(MailAddress address) =>
        CommandResult.Refused($"There is no account {address}; see: mailctl account list {address.Domain}");
}
