using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Whose model a verb is about: <c>--account</c> or <c>--site</c>.</summary>
internal sealed class SpamOwnerParameters
{
    public Option<MailAddress?> Account { get; } = new("--account")
    {
        Description = "An account's own model.",
        HelpName = "ADDRESS",
        CustomParser = Parameters.ReadAddress,
    };

    public Option<bool> Site { get; } = new("--site") { Description = "The site's model, from which everybody starts." };

    /// <summary>The owner, and his account if he is one; or what is wrong.</summary>
    public async Task<(ModelOwner Owner, AccountEntry? Account, CommandResult? Objection)> ReadAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Get(Account) is null == !run.Get(Site))
        {
            return (default, null, CommandResult.Usage("Say whose model: --account ADDRESS or --site."));
        }

        if (run.Get(Account) is not { } address)
        {
            return (ModelOwner.Site, null, null);
        }

        return await AccountLookup.FindAsync(run, address, cancellationToken) is { } account
            ? (ModelOwner.Account(account.AccountId), account, null)
            : (default, null, AccountLookup.NotFound(address));
    }

    /// <summary>As people call him.</summary>
    public static string Name(AccountEntry? account) => account?.Address.ToString() ?? "site";
}
