using System.Collections.Frozen;
using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Which folder has a special-use attribute (RFC 6154). Mailboxes here do not record them: a folder has the attribute whose usual name it bears, the first
/// of the names that is there.
/// </summary>
internal sealed class SpecialFolders(IMailboxStore mailboxes)
{
    /// <summary>The names that Thunderbird, Outlook, Apple Mail and Gmail give such folders.</summary>
    private static readonly FrozenDictionary<string, string[]> Names = new Dictionary<string, string[]>
    {
        ["\\Archive"] = ["Archive", "Archives"],
        ["\\Drafts"] = ["Drafts"],
        ["\\Junk"] = ["Junk", "Spam", "Junk E-mail", "Junk Email"],
        ["\\Sent"] = ["Sent", "Sent Items", "Sent Messages"],
        ["\\Trash"] = ["Trash", "Deleted Items", "Deleted Messages"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>null</c> when no folder has it, or it is none that folders can have here.</summary>
    public async ValueTask<MailFolder?> FindAsync(string accountId, string attribute, CancellationToken cancellationToken)
    {
        foreach (var name in Names.GetValueOrDefault(attribute, []))
        {
            if (await mailboxes.FindFolderAsync(accountId, name, cancellationToken) is { } folder)
            {
                return folder;
            }
        }

        return null;
    }

    public static bool IsNamed(string folder, string attribute) =>
        Names.GetValueOrDefault(attribute, []).Contains(folder, StringComparer.OrdinalIgnoreCase);
}
