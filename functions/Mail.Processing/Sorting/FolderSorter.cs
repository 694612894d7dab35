using Mail.Core;

namespace Mail.Processing;

/// <summary>Chooses the folder in a mailbox: the one that the detail of the address names, if it exists, else INBOX.</summary>
public sealed class FolderSorter(IMailboxStore mailboxes)
{
    public async ValueTask<SortDecision> SortAsync(RouteDestination.Mailbox destination, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(destination.Detail))
        {
            return new SortDecision(FolderName.Inbox, "no rule applies");
        }

        // Only folders that the owner has made: a sender must not be able to fill a mailbox with new ones.
        var folder = FolderName.TryKey(destination.Detail, out _)
            ? await mailboxes.FindFolderAsync(destination.Account.AccountId, destination.Detail, cancellationToken)
            : null;
        return folder is null
            ? new SortDecision(FolderName.Inbox, $"detail '{destination.Detail}' names no folder")
            : new SortDecision(folder.Name, $"detail '{destination.Detail}' names the folder");
    }
}

/// <param name="Reason">For the decision record, in words.</param>
public sealed record SortDecision(string Folder, string Reason);
