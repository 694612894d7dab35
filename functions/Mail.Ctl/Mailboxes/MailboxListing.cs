using Mail.Core;

namespace Mail.Ctl;

/// <summary>The newest messages of a mailbox without reading all of it.</summary>
internal sealed class MailboxListing(IMailboxStore mailboxes)
{
    /// <summary>
    /// In a folder the newest are those with the highest UIDs (RFC 9051 §2.3.1.1), so no more than <paramref name="limit"/> of each folder
    /// are read; between folders the time of reception decides.
    /// </summary>
    /// <param name="folder"><c>null</c> for all.</param>
    /// <param name="limit">0 for all.</param>
    public async Task<List<MailboxMessage>> NewestAsync(string accountId, string? folder, int limit, CancellationToken cancellationToken)
    {
        var wanted = limit == 0 ? int.MaxValue : limit;
        var folders = folder is null
            ? await mailboxes.ListFoldersAsync(accountId, cancellationToken).Select(row => row.Name).ToListAsync(cancellationToken)
            : [folder];
        var newest = new List<MailboxMessage>();
        foreach (var name in folders)
        {
            newest.AddRange(await mailboxes.ListAsync(accountId, name, cancellationToken).Take(wanted).ToListAsync(cancellationToken));
        }

        return
        [
            .. newest
                .OrderByDescending(message => message.ReceivedAt)
                .ThenByDescending(message => message.Uid)
                .Take(wanted),
        ];
    }
}
