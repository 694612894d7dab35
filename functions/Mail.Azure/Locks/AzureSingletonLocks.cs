using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Locks as leases on blobs of container <c>locks</c>, one blob per name; the note is the content of the blob.</summary>
public sealed class AzureSingletonLocks : ISingletonLocks
{
    private readonly BlobContainerClient _container;

    internal AzureSingletonLocks(StorageConnection connection) => _container = connection.Blobs.GetBlobContainerClient("locks");

    public async ValueTask<ISingletonLease?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromSeconds(15));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, TimeSpan.FromSeconds(60));
        var blob = _container.GetBlobClient(name);
        // Chosen here, so that the client library's repetition after a lost reply asks for the same lease and is given it.
        var lease = blob.GetBlobLeaseClient(Guid.NewGuid().ToString());
        try
        {
            await AcquireAsync(blob, lease, duration, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return null;
        }

        var note = await BlobReader.ReadAsync(blob, cancellationToken);
        using var reader = new StreamReader(note?.Content ?? Stream.Null);
        return new AzureSingletonLease(blob, lease, await reader.ReadToEndAsync(cancellationToken));
    }

    private async Task AcquireAsync(BlobClient blob, BlobLeaseClient lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            await lease.AcquireAsync(duration, cancellationToken: cancellationToken).Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await CreateAsync(blob, cancellationToken);
            await lease.AcquireAsync(duration, cancellationToken: cancellationToken).Guarded(cancellationToken);
        }
    }

    private async Task CreateAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var mustBeNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await _container.WriteAsync(
                () => blob.UploadAsync(BinaryData.FromString(""), mustBeNew, cancellationToken), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // Somebody else has just made it; who gets the lease is decided next.
        }
    }
}
