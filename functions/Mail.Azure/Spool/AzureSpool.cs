using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The spool in container <c>spool</c>. One message is one blob; its envelope is metadata of the blob, unless it is too long for that.</summary>
public sealed class AzureSpool : ISpool
{
    private const string Extension = ".eml";
    private const string EnvelopeExtension = ".envelope.json";
    private const string ProbeName = "probe";

    private readonly BlobContainerClient _container;
    private readonly BlockBuffers _buffers;

    internal AzureSpool(StorageConnection connection, BlockBuffers buffers)
    {
        _container = connection.Blobs.GetBlobContainerClient("spool");
        _buffers = buffers;
    }

    public ValueTask<ISpoolWriter> BeginAsync(Envelope envelope, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISpoolWriter>(new AzureSpoolWriter(_container, _buffers, envelope));

    public async ValueTask<SpooledMessage?> OpenAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        var blob = await BlobReader.ReadAsync(Message(queueId), cancellationToken);
        if (blob is null)
        {
            return null;
        }

        try
        {
            var envelope = await ReadEnvelopeAsync(queueId, blob.Metadata, cancellationToken);
            if (envelope is not null)
            {
                return new SpooledMessage
                {
                    Envelope = envelope,
                    Content = blob.Content,
                    Held = SpoolMetadata.IsMarked(blob.Metadata, SpoolMetadata.Hold),
                    Withdrawn = SpoolMetadata.IsMarked(blob.Metadata, SpoolMetadata.Withdrawn),
                };
            }
        }
        catch
        {
            await blob.Content.DisposeAsync();
            throw;
        }

        await blob.Content.DisposeAsync();
        return null;
    }

    public async ValueTask<SpoolEntry?> FindAsync(QueueId queueId, CancellationToken cancellationToken) =>
        await PropertiesAsync(Message(queueId), cancellationToken) is { } found && IsOurs(found.Metadata)
            ? new SpoolEntry
            {
                Name = queueId + Extension,
                QueueId = queueId,
                Size = found.ContentLength,
                CommittedAt = found.CreatedOn,
                Held = SpoolMetadata.IsMarked(found.Metadata, SpoolMetadata.Hold),
                Withdrawn = SpoolMetadata.IsMarked(found.Metadata, SpoolMetadata.Withdrawn),
            }
            : null;

    public async IAsyncEnumerable<SpoolEntry> ListAsync(QueueId? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var blobs = _container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, cancellationToken);
        await foreach (var blob in blobs.EmptyWhenMissing(cancellationToken))
        {
            if (!IsEnvelope(blob.Name) && (from is null || string.CompareOrdinal(blob.Name, from.ToString()) >= 0))
            {
                yield return Entry(blob);
            }
        }
    }

    public ValueTask<bool> SetHoldAsync(QueueId queueId, bool hold, CancellationToken cancellationToken) =>
        SetMarkAsync(queueId, SpoolMetadata.Hold, hold, cancellationToken);

    public ValueTask<bool> SetWithdrawnAsync(QueueId queueId, bool withdrawn, CancellationToken cancellationToken) =>
        SetMarkAsync(queueId, SpoolMetadata.Withdrawn, withdrawn, cancellationToken);

    public async ValueTask<bool> DeleteAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        var blob = Message(queueId);
        while (await PropertiesAsync(blob, cancellationToken) is { } found && IsOurs(found.Metadata))
        {
            if (await TryDeleteAsync(blob, found, cancellationToken) is { } deleted)
            {
                // The message first: an envelope alone is nothing, a message without its envelope could not be delivered.
                if (SpoolMetadata.Lookup(found.Metadata, SpoolMetadata.Envelope) == SpoolMetadata.Elsewhere)
                {
                    await EnvelopeBlob(_container, queueId).DeleteIfExistsAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
                }

                return deleted;
            }
        }

        return false;
    }

    public async ValueTask<Stream?> OpenDroppedAsync(string name, CancellationToken cancellationToken)
    {
        var blob = await BlobReader.ReadAsync(_container.GetBlobClient(name), cancellationToken);
        if (blob is not null && IsOurs(blob.Metadata))
        {
            await blob.Content.DisposeAsync();
            return null;
        }

        return blob?.Content;
    }

    public async ValueTask<bool> DeleteDroppedAsync(string name, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(name);
        return await PropertiesAsync(blob, cancellationToken) is { } found
            && !IsOurs(found.Metadata)
            && (await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken).Guarded(cancellationToken)).Value;
    }

    /// <summary>
    /// Stages a block and never commits it: each probe takes the place of the one before, no listing shows it, and the storage drops it after a week.
    /// </summary>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        var blob = _container.GetBlockBlobClient(ProbeName);
        var block = Convert.ToBase64String(new byte[sizeof(int)]);
        await _container.WriteAsync(
            () => blob.StageBlockAsync(block, new MemoryStream([0], writable: false), cancellationToken: cancellationToken), cancellationToken);
    }

    internal static string MessageName(QueueId queueId) => queueId + Extension;

    internal static BlobClient EnvelopeBlob(BlobContainerClient container, QueueId queueId) =>
        container.GetBlobClient(queueId + EnvelopeExtension);

    private static bool IsOurs(IDictionary<string, string> metadata) => SpoolMetadata.Lookup(metadata, SpoolMetadata.Envelope) is not null;

    private static bool IsEnvelope(string name) =>
        name.EndsWith(EnvelopeExtension, StringComparison.Ordinal) && QueueId.TryParse(name[..^EnvelopeExtension.Length], out _);

    private static SpoolEntry Entry(BlobItem blob)
    {
        var ours = IsOurs(blob.Metadata)
            && blob.Name.EndsWith(Extension, StringComparison.Ordinal)
            && QueueId.TryParse(blob.Name[..^Extension.Length], out var parsed)
            ? parsed
            : (QueueId?)null;
        return new SpoolEntry
        {
            Name = blob.Name,
            QueueId = ours,
            Size = blob.Properties.ContentLength ?? 0,
            // Setting a hold changes the time of the last modification, but not the first; a file dropped in may be written twice.
            CommittedAt = (ours is null ? blob.Properties.LastModified : blob.Properties.CreatedOn) ?? default,
            Held = SpoolMetadata.IsMarked(blob.Metadata, SpoolMetadata.Hold),
            Withdrawn = SpoolMetadata.IsMarked(blob.Metadata, SpoolMetadata.Withdrawn),
        };
    }

    private static async Task<BlobProperties?> PropertiesAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async ValueTask<bool> SetMarkAsync(QueueId queueId, string mark, bool value, CancellationToken cancellationToken)
    {
        var blob = Message(queueId);
        while (await PropertiesAsync(blob, cancellationToken) is { } found && IsOurs(found.Metadata))
        {
            // Also when nothing changes: the new ETag is what makes late changes void.
            if (await TryReplaceMetadataAsync(blob, found, WithMark(found.Metadata, mark, value), cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<string, string> WithMark(IDictionary<string, string> metadata, string mark, bool value)
    {
        var changed = new Dictionary<string, string>(metadata, StringComparer.OrdinalIgnoreCase);
        changed.Remove(mark);
        if (value)
        {
            changed.Add(mark, "true");
        }

        return changed;
    }

    /// <summary>False when somebody else changed or deleted the blob in between.</summary>
    private static async Task<bool> TryReplaceMetadataAsync(
        BlobClient blob, BlobProperties found, Dictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        try
        {
            var unchanged = new BlobRequestConditions { IfMatch = found.ETag };
            await blob.SetMetadataAsync(metadata, unchanged, cancellationToken).Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Whether there was a blob to delete; <c>null</c> when somebody else changed it in between.</summary>
    private static async Task<bool?> TryDeleteAsync(BlobClient blob, BlobProperties found, CancellationToken cancellationToken)
    {
        try
        {
            var unchanged = new BlobRequestConditions { IfMatch = found.ETag };
            return await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.None, unchanged, cancellationToken).Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return null;
        }
    }

    private BlobClient Message(QueueId queueId) => _container.GetBlobClient(MessageName(queueId));

    /// <exception cref="FormatException">There is an envelope, but it cannot be read.</exception>
    private async Task<Envelope?> ReadEnvelopeAsync(
        QueueId queueId, IDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var text = SpoolMetadata.Lookup(metadata, SpoolMetadata.Envelope);
        if (text == SpoolMetadata.Elsewhere)
        {
            var blob = await BlobReader.ReadAsync(EnvelopeBlob(_container, queueId), cancellationToken)
                ?? throw new FormatException($"The envelope of {queueId} is missing: {queueId}{EnvelopeExtension}.");
            using var reader = new StreamReader(blob.Content);
            text = await reader.ReadToEndAsync(cancellationToken);
        }

        return text is null ? null : EnvelopeJson.Read(text);
    }
}
