using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Finds the folders that rules name. One that cannot be had is INBOX, with the reason on record: mail is never lost by a rule.</summary>
public sealed class SortFolders(IMailboxStore mailboxes, ISiteSettings settings)
{
    /// <summary>
    /// Folders of one mailbox, beyond which rules make no more: with variables a rule can be brought to name a new one for every message. Far more than
    /// people sort into.
    /// </summary>
    private const int MaxFolders = 500;

    private readonly SpecialFolders _special = new(mailboxes);

    internal ValueTask<FolderChoice> ChooseAsync(string accountId, FileIntoAction action, CancellationToken cancellationToken) =>
        FindAsync(accountId, action.Mailbox, action.SpecialUse, action.Create, RuleOrigin.Words(action.Origin), cancellationToken);

    /// <param name="specialUse">Rather the folder with this attribute, if there is one (RFC 8579 §4).</param>
    /// <param name="mayCreate">The rule asks for it.</param>
    /// <param name="rule">Who wants it, in words.</param>
    internal async ValueTask<FolderChoice> FindAsync(
        string accountId, string mailbox, string? specialUse, bool mayCreate, string rule, CancellationToken cancellationToken)
    {
        if (specialUse is not null && await _special.FindAsync(accountId, specialUse, cancellationToken) is { } special)
        {
            return new FolderChoice(special.Name, $"{rule}, has {specialUse}");
        }

        if (!FolderName.TryKey(mailbox, out _))
        {
            return new FolderChoice(FolderName.Inbox, $"{rule}, names what cannot be a folder");
        }

        if (FolderName.IsInbox(mailbox))
        {
            return new FolderChoice(FolderName.Inbox, rule);
        }

        if (await mailboxes.FindFolderAsync(accountId, mailbox, cancellationToken) is { } folder)
        {
            // As its owner writes it.
            return new FolderChoice(folder.Name, rule);
        }

        if (!mayCreate && !(await settings.GetAsync(cancellationToken)).RulesCreateFolders)
        {
            return new FolderChoice(FolderName.Inbox, $"{rule}, names the folder '{mailbox}', which is not there");
        }

        return await mailboxes.ListFoldersAsync(accountId, cancellationToken).CountAsync(cancellationToken) >= MaxFolders
            ? new FolderChoice(FolderName.Inbox, $"{rule}, names the folder '{mailbox}', which is not there, and there are {MaxFolders} already")
            : new FolderChoice(mailbox, $"{rule}, folder made");
    }
}
