using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// The blobs of the mailboxes: container <c>mailbox-&lt;accountId&gt;</c>, <c>&lt;deliveryId&gt;.eml</c>, plain RFC 5322. Two processes may deliver the
/// same message at the same moment, and one of them may have to take its blob back; who relies on a blob that it did not write marks it
/// first, and who takes one back does so only when nobody has.
/// </summary>
internal sealed class MailboxBlobs(StorageConnection connection, BlockBuffers buffers, TimeProvider time)
{
    private const string Claimed = "claimed";

    private static readonly BlobHttpHeaders Message = new() { ContentType = "message/rfc822" };

    public BlobContainerClient Container(string accountId) => connection.Blobs.GetBlobContainerClient(MailboxKeys.Container(accountId));

    /// <summary>The accounts that have a container.</summary>
    public IAsyncEnumerable<string> ListAccountIdsAsync(CancellationToken cancellationToken) => connection.Blobs
        .GetBlobContainersAsync(BlobContainerTraits.None, BlobContainerStates.None, MailboxKeys.ContainerPrefix, cancellationToken)
        .Guarded(cancellationToken)
        .Select(container => container.Name[MailboxKeys.ContainerPrefix.Length..]);

    /// <summary>Stores the message of a delivery, or finds it stored by an earlier attempt.</summary>
    public async Task<StoredBlob> PutAsync(MailboxDelivery delivery, CancellationToken cancellationToken)
    {
        // Twice at most in practice: the blob would have to be taken back between our two requests each time.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (await TryCreateAsync(delivery, cancellationToken) is { } created)
            {
                return new StoredBlob(delivery.PrependedFields.Length + delivery.Content.Length, created);
            }

            if (await TryClaimAsync(Blob(delivery.AccountId, delivery.DeliveryId), cancellationToken) is { } length)
            {
                return new StoredBlob(length, CreatedAs: null);
            }
        }

        throw new StorageUnavailableException($"The blob of delivery {delivery.DeliveryId} keeps appearing and vanishing.");
    }

    /// <summary>Removes a blob that <see cref="PutAsync"/> has just made, unless another attempt has come to rely on it.</summary>
    public async Task TakeBackAsync(MailboxDelivery delivery, ETag createdAs, CancellationToken cancellationToken)
    {
        try
        {
            await Blob(delivery.AccountId, delivery.DeliveryId)
                .DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = createdAs }, cancellationToken: cancellationToken)
                .Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Claimed: it is the other attempt's now.
        }
    }

    public async Task<Stream?> OpenAsync(string accountId, string deliveryId, CancellationToken cancellationToken) =>
        (await BlobReader.ReadAsync(Blob(accountId, deliveryId), cancellationToken))?.Content;

    public async Task<bool> ExistsAsync(string accountId, string deliveryId, CancellationToken cancellationToken) =>
        await Blob(accountId, deliveryId).ExistsAsync(cancellationToken).Guarded(cancellationToken);

    private BlobClient Blob(string accountId, string deliveryId) => Container(accountId).GetBlobClient(MailboxKeys.Blob(deliveryId));

    private async Task<ETag?> TryCreateAsync(MailboxDelivery delivery, CancellationToken cancellationToken)
    {
        await using var writer = new BlobWriter(Container(delivery.AccountId), MailboxKeys.Blob(delivery.DeliveryId), buffers);
        await writer.WriteAsync(delivery.PrependedFields, cancellationToken);
        delivery.Content.Position = 0;
        await writer.CopyAsync(delivery.Content, cancellationToken);
        return await writer.CommitAsync(Message, metadata: null, cancellationToken);
    }

    /// <summary>Changes the ETag of a blob that exists, so that it is not taken back any more. Gives its length; <c>null</c> when it is gone.</summary>
    private async Task<long?> TryClaimAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
            var metadata = new Dictionary<string, string>(found.Metadata, StringComparer.OrdinalIgnoreCase)
            {
                [Claimed] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            };
            await blob.SetMetadataAsync(metadata, cancellationToken: cancellationToken).Guarded(cancellationToken);
            return found.ContentLength;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }
}
