using Mail.Core;

namespace Mail.Processing;

/// <summary>Chooses where a mailbox keeps a message: in the folder that the detail of the address names, if it exists, else in INBOX.</summary>
public sealed class DetailFolders(IMailboxStore mailboxes)
{
    internal async ValueTask<FolderChoice> ChooseAsync(RouteDestination.Mailbox destination, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(destination.Detail))
        {
            return new FolderChoice(FolderName.Inbox, "no rule applies");
        }

        // Only folders that the owner has made: a sender must not be able to fill a mailbox with new ones.
        var folder = FolderName.TryKey(destination.Detail, out _)
            ? await mailboxes.FindFolderAsync(destination.Account.AccountId, destination.Detail, cancellationToken)
            : null;
        return folder is null
            ? new FolderChoice(FolderName.Inbox, $"detail '{destination.Detail}' names no folder")
            : new FolderChoice(folder.Name, $"detail '{destination.Detail}' names the folder");
    }
}
