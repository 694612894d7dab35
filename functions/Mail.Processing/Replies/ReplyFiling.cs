using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Puts a copy of what was sent for somebody into his mailbox: <c>:fcc</c>, RFC 8580. May be repeated.</summary>
public sealed class ReplyFiling(IMailboxStore mailboxes, SortFolders folders, TimeProvider time)
{
    /// <param name="copy"><c>null</c> for no copy.</param>
    internal async Task FileAsync(QueueId id, FileCopy? copy, ReadOnlyMemory<byte> content, AccountEntry owner, CancellationToken cancellationToken)
    {
        if (copy is null)
        {
            return;
        }

        var folder = await folders.FindAsync(owner.AccountId, copy.Mailbox, copy.SpecialUse, copy.Create, "a rule's copy", cancellationToken);
        using var octets = new MemoryStream(content.ToArray(), writable: false);
        // RFC 8580 §3.3: what was sent is sent, whether or not there is room for the copy.
        await mailboxes.DeliverAsync(
            new MailboxDelivery
            {
                AccountId = owner.AccountId,
                // Not a number of a delivery: what is sent may come to this mailbox as well.
                DeliveryId = $"{id}-0",
                Folder = folder.Folder,
                PrependedFields = ReadOnlyMemory<byte>.Empty,
                Content = octets,
                Summary = MessageSummarizer.Summarize(octets, cancellationToken),
                Decision = new DecisionRecord { Sort = $"{folder.Folder}: {folder.Reason}" },
                ReceivedAt = time.GetUtcNow(),
                Flags = copy.Flags,
                QuotaBytes = owner.QuotaBytes,
            },
            cancellationToken);
    }
}
