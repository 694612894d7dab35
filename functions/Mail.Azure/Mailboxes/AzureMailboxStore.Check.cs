using System.Runtime.CompilerServices;
using Azure.Storage.Blobs.Models;

namespace Mail.Azure;

// Looking for what does not agree.
public sealed partial class AzureMailboxStore
{
    private const int MaxCheckAttempts = 5;

    /// <summary>A blob is written before its rows; one that has none after this time is not on its way any more.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public async IAsyncEnumerable<string> CheckAsync(string accountId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var blobs = await ListBlobsAsync(accountId, cancellationToken);
        if (await AuditAsync(accountId, blobs, cancellationToken) is not var (audit, index))
        {
            yield return "the mailbox changes too fast to be checked";
            yield break;
        }

        foreach (var row in audit.Unreadable)
        {
            yield return $"row {row} is no message";
        }

        foreach (var difference in audit.Differences(index))
        {
            yield return difference;
        }

        foreach (var (deliveryId, place) in audit.WithoutBlob)
        {
            // It may have been written after the blobs were listed.
            if (!await _blobs.ExistsAsync(accountId, deliveryId, cancellationToken))
            {
                yield return $"message {place} has no blob {MailboxKeys.Blob(deliveryId)}";
            }
        }

        var newest = _time.GetUtcNow() - Settled;
        foreach (var blob in blobs.Values.Where(blob => !audit.IsListed(blob.Name) && blob.Properties.LastModified < newest))
        {
            yield return $"blob {blob.Name} is not in the index";
        }
    }

    private async Task<IReadOnlyDictionary<string, BlobItem>> ListBlobsAsync(string accountId, CancellationToken cancellationToken) =>
        await _blobs.Container(accountId).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, cancellationToken)
            .EmptyWhenMissing(cancellationToken)
            .ToDictionaryAsync(blob => blob.Name, cancellationToken: cancellationToken);

    /// <summary>
    /// Counts the rows while nobody delivers: when the folders' rows are the same before and after, nobody did. <c>null</c> when somebody always did.
    /// </summary>
    private async Task<(MailboxAudit Audit, AccountIndex Index)?> AuditAsync(
        string accountId, IReadOnlyDictionary<string, BlobItem> blobs, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxCheckAttempts; attempt++)
        {
            var before = await AccountIndex.LoadAsync(_table, accountId, cancellationToken);
            var audit = new MailboxAudit();
            await foreach (var row in _table.RowsAsync(MessagesOf(accountId), cancellationToken, ["RowKey", "Blob", "Size"]))
            {
                audit.Count(row, blobs);
            }

            var after = await AccountIndex.LoadAsync(_table, accountId, cancellationToken);
            if (before.UsageETag == after.UsageETag && before.Folders.Values.SequenceEqual(after.Folders.Values))
            {
                return (audit, after);
            }
        }

        return null;
    }
}
