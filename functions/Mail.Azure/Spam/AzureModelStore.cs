using System.Buffers;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Container <c>models</c>: <c>&lt;owner&gt;/current.json</c>, changed with If-Match, and <c>&lt;owner&gt;/&lt;name&gt;.model</c>, never changed.</summary>
public sealed class AzureModelStore : IModelStore
{
    private const string Extension = ".model";
    private const int MaxName = 100;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-");
    private static readonly BlobHttpHeaders Json = new() { ContentType = "application/json" };
    private static readonly BlobHttpHeaders Model = new() { ContentType = "application/octet-stream" };

    private readonly BlobContainerClient _container;
    private readonly BlockBuffers _buffers;

    internal AzureModelStore(StorageConnection connection, BlockBuffers buffers)
    {
        _container = connection.Blobs.GetBlobContainerClient("models");
        _buffers = buffers;
    }

    public async ValueTask<ModelPointer?> FindAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        await ReadAsync(Current(owner), IModelStore.MaxSnapshot, cancellationToken) is var (json, version) ? ModelJson.Read(json, version) : null;

    public async ValueTask<bool> TrySwingAsync(ModelOwner owner, ModelPointer pointer, string? read, CancellationToken cancellationToken)
    {
        var conditions = read is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(read) };
        var options = new BlobUploadOptions { HttpHeaders = Json, Conditions = conditions };
        try
        {
            await _container.WriteAsync(
                () => Current(owner).UploadAsync(BinaryData.FromBytes(ModelJson.Write(pointer)), options, cancellationToken), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return false;
        }
    }

    public async ValueTask PutAsync(ModelOwner owner, string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        await using var writer = new BlobWriter(_container, Name(owner, name), _buffers);
        await writer.WriteAsync(snapshot, cancellationToken);
        // One that is there already has this content: it is named after it.
        await writer.CommitAsync(Model, metadata: null, cancellationToken);
    }

    public async ValueTask<byte[]?> ReadAsync(ModelOwner owner, string name, CancellationToken cancellationToken) =>
        IsName(name) ? (await ReadAsync(_container.GetBlobClient(Name(owner, name)), IModelStore.MaxSnapshot, cancellationToken))?.Content : null;

    public IAsyncEnumerable<StoredSnapshot> ListAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        Blobs(owner, cancellationToken)
            .Where(blob => blob.Name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(blob => new StoredSnapshot(
                blob.Name[(owner.Key.Length + 1)..^Extension.Length], blob.Properties.ContentLength ?? 0, blob.Properties.CreatedOn ?? default));

    public async ValueTask RemoveAsync(ModelOwner owner, string name, CancellationToken cancellationToken) =>
        await DeleteAsync(Name(owner, name), cancellationToken);

    public IAsyncEnumerable<ModelOwner> ListOwnersAsync(CancellationToken cancellationToken) => _container
        .GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", prefix: null, cancellationToken)
        .EmptyWhenMissing(cancellationToken)
        .Where(item => item.IsPrefix)
        .Select(item => (IsOwner: ModelOwner.TryParse(item.Prefix.TrimEnd('/'), out var owner), Owner: owner))
        .Where(item => item.IsOwner)
        .Select(item => item.Owner);

    public async ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        // The pointer first, so that nobody looks for what goes next.
        await DeleteAsync(Current(owner).Name, cancellationToken);
        foreach (var blob in await Blobs(owner, cancellationToken).ToListAsync(cancellationToken))
        {
            await DeleteAsync(blob.Name, cancellationToken);
        }
    }

    private BlobClient Current(ModelOwner owner) => _container.GetBlobClient(owner.Key + "/current.json");

    private IAsyncEnumerable<BlobItem> Blobs(ModelOwner owner, CancellationToken cancellationToken) =>
        _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, owner.Key + "/", cancellationToken).EmptyWhenMissing(cancellationToken);

    private async Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        await _container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);

    private static string Name(ModelOwner owner, string name) =>
        IsName(name) ? $"{owner.Key}/{name}{Extension}" : throw new ArgumentException($"'{name}' is no name of a snapshot.", nameof(name));

    private static bool IsName(string name) => name is { Length: > 0 and <= MaxName } && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <returns><c>null</c> when there is no such blob.</returns>
    /// <exception cref="InvalidDataException">It is larger than <paramref name="max"/>.</exception>
    private static async Task<(byte[] Content, string Version)?> ReadAsync(BlobClient blob, long max, CancellationToken cancellationToken)
    {
        BlobDownloadStreamingResult download;
        try
        {
            download = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }

        using (download)
        {
            var length = download.Details.ContentLength;
            if (length > max)
            {
                throw new InvalidDataException($"{blob.Name} has {length} octets, more than {max}.");
            }

            var content = new byte[length];
            // Throws when the connection ends early, which must not pass for a short blob.
            await download.Content.ReadExactlyAsync(content, cancellationToken).AsTask().Guarded(cancellationToken);
            return (content, download.Details.ETag.ToString());
        }
    }
}
