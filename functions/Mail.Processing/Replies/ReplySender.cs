using Mail.Core;
using MimeKit;

namespace Mail.Processing;

/// <summary>Whose name stands in the From field of a reply: what the rule says, if the owner has that address, else the owner's.</summary>
public sealed class ReplySender(Router router)
{
    internal async ValueTask<MailboxAddress> ChooseAsync(string? from, AccountEntry owner, CancellationToken cancellationToken)
    {
        var own = new MailboxAddress(owner.DisplayName ?? "", owner.Address.ToString());
        return from is not null
            && MailboxAddress.TryParse(from, out var wanted)
            && MailAddressParser.TryParse(wanted.Address, out var address, out _)
            && await IsOwnAsync(address, owner, cancellationToken) ? wanted : own;
    }

    /// <summary>Mail to it reaches the owner. We sign what we send: nobody may speak as somebody else.</summary>
    private async ValueTask<bool> IsOwnAsync(MailAddress address, AccountEntry owner, CancellationToken cancellationToken)
    {
        try
        {
            return await router.ResolveAsync(address, cancellationToken) is RouteResult.Found { Destinations: [RouteDestination.Mailbox only] }
                && only.Account.AccountId == owner.AccountId;
        }
        catch (UnusableRowException)
        {
            return false;
        }
    }
}
