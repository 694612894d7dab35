using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mail.Core;

namespace Mail.Azure;

/// <summary>One message on its way into <see cref="AzureSpool"/>. A small one costs one request: Put Blob with the envelope in its metadata.</summary>
internal sealed class AzureSpoolWriter(BlobContainerClient container, BlockBuffers buffers, Envelope envelope) : ISpoolWriter
{
    private static readonly BlobHttpHeaders Message = new() { ContentType = "message/rfc822" };
    private static readonly BlobHttpHeaders Json = new() { ContentType = "application/json" };

    private readonly BlobWriter _blob = new(container, AzureSpool.MessageName(envelope.QueueId), buffers);
    private bool _ended;

    public bool Held { get; set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _blob.WriteAsync(bytes, cancellationToken);
    }

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        _ended = true;
        var json = EnvelopeJson.Write(envelope);
        var header = SpoolMetadata.ToHeader(json);
        if (header is null)
        {
            // First, so that the message is never seen without it; alone it is nothing.
            await PutEnvelopeAsync(json, cancellationToken);
        }

        var metadata = new Dictionary<string, string> { [SpoolMetadata.Envelope] = header ?? SpoolMetadata.Elsewhere };
        if (Held)
        {
            metadata.Add(SpoolMetadata.Hold, "true");
        }

        // An existing blob of this id can only be ours, from a commit whose reply was lost: the id has 80 random bits.
        await _blob.CommitAsync(Message, metadata, cancellationToken);
        await _blob.DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        return _blob.DisposeAsync();
    }

    private async Task PutEnvelopeAsync(string json, CancellationToken cancellationToken) =>
        await container.WriteAsync(
            () => AzureSpool.EnvelopeBlob(container, envelope.QueueId).UploadAsync(
                BinaryData.FromString(json),
                new BlobUploadOptions { HttpHeaders = Json },
                cancellationToken),
            cancellationToken);

    private void ThrowIfEnded()
    {
        if (_ended)
        {
            throw new InvalidOperationException("The message has been committed or aborted already.");
        }
    }
}
