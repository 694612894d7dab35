using System.Buffers;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Mail.Azure;

/// <summary>
/// Writes one new blob, once. Up to a mebibyte it is a single Put Blob; beyond, blocks are staged as they fill up and committed at the end. Holds
/// one buffer, whatever the size. Disposed without a commit it leaves uncommitted blocks at most, which nobody sees and the storage drops
/// after a week. Not for concurrent use.
/// </summary>
internal sealed class BlobWriter(BlobContainerClient container, string name, BlockBuffers buffers) : IAsyncDisposable
{
    private static readonly BlobRequestConditions MustBeNew = new() { IfNoneMatch = ETag.All };

    private readonly BlockBlobClient _blob = container.GetBlockBlobClient(name);
    private readonly List<string> _blocks = [];
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(BlockBuffers.Small);
    private bool _large;
    private int _filled;

    private int Capacity => _large ? BlockBuffers.Large : BlockBuffers.Small;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            if (_filled == Capacity && !TryGrow())
            {
                await StageAsync(cancellationToken);
            }

            var count = Math.Min(bytes.Length, Capacity - _filled);
            bytes.Span[..count].CopyTo(Buffer().AsSpan(_filled));
            _filled += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Copies a stream from its position to its end.</summary>
    public async ValueTask CopyAsync(Stream content, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_filled == Capacity && !TryGrow())
            {
                await StageAsync(cancellationToken);
            }

            var count = await content.ReadAsync(Buffer().AsMemory(_filled, Capacity - _filled), cancellationToken);
            if (count == 0)
            {
                return;
            }

            _filled += count;
        }
    }

    /// <summary>
    /// Makes the blob visible, whole. <c>null</c> when a blob of that name exists: it is left as it is. After a lost reply the client library
    /// repeats the request, and then finds the blob that it wrote itself.
    /// </summary>
    /// <returns>The ETag of the new blob.</returns>
    public async ValueTask<ETag?> CommitAsync(
        BlobHttpHeaders headers, IDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        try
        {
            return _blocks.Count == 0
                ? await PutAsync(headers, metadata, cancellationToken)
                : await CommitBlocksAsync(headers, metadata, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 && e.ErrorCode is "BlobAlreadyExists" or "ConditionNotMet")
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        ReturnBuffer();
        return ValueTask.CompletedTask;
    }

    private async Task<ETag> PutAsync(BlobHttpHeaders headers, IDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { HttpHeaders = headers, Metadata = metadata, Conditions = MustBeNew };
        var answer = await container.WriteAsync(() => _blob.UploadAsync(Filled(), options, cancellationToken), cancellationToken);
        return answer.Value.ETag;
    }

    private async Task<ETag> CommitBlocksAsync(
        BlobHttpHeaders headers, IDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        if (_filled > 0)
        {
            await StageAsync(cancellationToken);
        }

        var options = new CommitBlockListOptions { HttpHeaders = headers, Metadata = metadata, Conditions = MustBeNew };
        var answer = await _blob.CommitBlockListAsync(_blocks, options, cancellationToken).Guarded(cancellationToken);
        return answer.Value.ETag;
    }

    private async Task StageAsync(CancellationToken cancellationToken)
    {
        // All ids of a blob have the same length; 50,000 blocks are the most it may have (Put Block).
        var id = Convert.ToBase64String(BitConverter.GetBytes(_blocks.Count));
        await container.WriteAsync(() => _blob.StageBlockAsync(id, Filled(), cancellationToken: cancellationToken), cancellationToken);
        _blocks.Add(id);
        _filled = 0;
    }

    /// <summary>Goes over to a large buffer, if one is free; what was written comes along.</summary>
    private bool TryGrow()
    {
        if (_large || buffers.TryRent() is not { } large)
        {
            return false;
        }

        var small = Buffer();
        small.AsSpan(0, _filled).CopyTo(large);
        ArrayPool<byte>.Shared.Return(small);
        _buffer = large;
        _large = true;
        return true;
    }

    private MemoryStream Filled() => new(Buffer(), 0, _filled, writable: false);

    private byte[] Buffer() => _buffer ?? throw new ObjectDisposedException(nameof(BlobWriter));

    private void ReturnBuffer()
    {
        if (Interlocked.Exchange(ref _buffer, null) is not { } buffer)
        {
            return;
        }

        if (_large)
        {
            buffers.Return(buffer);
        }
        else
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
