using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Whose address an account may put into MAIL FROM and <c>From:</c>: those whose mail it gets (its own, details of it, aliases that lead to it, alias
/// domains, a catch-all), and what it was granted.
/// </summary>
internal sealed class SenderRights(Router router, ISenderGrants grants)
{
    /// <exception cref="StorageUnavailableException">The directory cannot be reached: never taken for "not his".</exception>
    public async ValueTask<bool> MaySendAsAsync(AccountEntry account, MailAddress sender, CancellationToken cancellationToken)
    {
        if (sender.Equals(account.Address))
        {
            return true;
        }

        if (await router.ResolveAsync(sender, cancellationToken) is RouteResult.Found found
            && found.Destinations.Any(to => to is RouteDestination.Mailbox mailbox && mailbox.Account.AccountId == account.AccountId))
        {
            return true;
        }

        return (await grants.FindAsync(account.AccountId, cancellationToken)).Any(grant => grant.Sender.Covers(sender));
    }
}
