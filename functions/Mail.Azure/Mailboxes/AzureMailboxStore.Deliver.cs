using Azure;
using Mail.Core;

namespace Mail.Azure;

// Delivering: quota, blob, index.
public sealed partial class AzureMailboxStore
{
    /// <exception cref="ArgumentException">An id or the folder cannot be a name in the storage.</exception>
    public async ValueTask<DeliveryOutcome> DeliverAsync(MailboxDelivery delivery, CancellationToken cancellationToken)
    {
        MailboxKeys.Validate(delivery.AccountId, delivery.DeliveryId);
        var folderKey = FolderName.Key(delivery.Folder);
        var writer = _writers.Get(delivery.AccountId);
        if (await IsOverQuotaAsync(writer, delivery, cancellationToken))
        {
            return await FindMarkAsync(delivery, cancellationToken) is { } mark
                ? new DeliveryOutcome(DeliveryStatus.AlreadyDelivered, mark.Folder, mark.Uid)
                : new DeliveryOutcome(DeliveryStatus.OverQuota, Folder: null, Uid: 0);
        }

        var blob = await _blobs.PutAsync(delivery, cancellationToken);
        var pending = new PendingDelivery(delivery, folderKey, blob.Size, cancellationToken);
        var outcome = await writer.DeliverAsync(pending).WaitAsync(cancellationToken);
        if (outcome.Status != DeliveryStatus.Delivered && blob.CreatedAs is { } created)
        {
            await TakeBackAsync(delivery, outcome, created, cancellationToken);
        }

        return outcome;
    }

    /// <summary>Asked before the blob is written, so that a full mailbox costs no upload; asked again when the transaction is made.</summary>
    private static async Task<bool> IsOverQuotaAsync(AccountWriter writer, MailboxDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.QuotaBytes is not { } quota)
        {
            return false;
        }

        var size = delivery.PrependedFields.Length + delivery.Content.Length;
        return await writer.UsedBytesAsync(readAgain: false, cancellationToken) + size > quota
            // Somebody may have made room since we last looked.
            && await writer.UsedBytesAsync(readAgain: true, cancellationToken) + size > quota;
    }

    /// <summary>The blob that we wrote is not needed: over quota, or delivered before and since deleted by its owner.</summary>
    private async Task TakeBackAsync(MailboxDelivery delivery, DeliveryOutcome outcome, ETag created, CancellationToken cancellationToken)
    {
        // Delivered before and still listed: then the blob had been lost, and we have just restored it.
        if (outcome.Status == DeliveryStatus.OverQuota
            || await FindAsync(delivery.AccountId, delivery.DeliveryId, cancellationToken) is null)
        {
            await _blobs.TakeBackAsync(delivery, created, cancellationToken);
        }
    }

    private async Task<DeliveryMark?> FindMarkAsync(MailboxDelivery delivery, CancellationToken cancellationToken) =>
        await _table.FindRowAsync(delivery.AccountId, MailboxKeys.Mark(delivery.DeliveryId), cancellationToken) is { } row
            ? MarkRow.Read(row)
            : null;
}
