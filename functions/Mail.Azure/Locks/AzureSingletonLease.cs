using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Mail.Core;

namespace Mail.Azure;

/// <summary>A lease that we hold on a blob of <see cref="AzureSingletonLocks"/>.</summary>
internal sealed class AzureSingletonLease(BlobClient blob, BlobLeaseClient lease, string note) : ISingletonLease
{
    public string Note => note;

    public ValueTask<bool> RenewAsync(CancellationToken cancellationToken) =>
        WhileOursAsync(() => lease.RenewAsync(cancellationToken: cancellationToken), cancellationToken);

    public ValueTask<bool> WriteNoteAsync(string note, CancellationToken cancellationToken) =>
        WhileOursAsync(
            () => blob.UploadAsync(
                BinaryData.FromString(note),
                new BlobUploadOptions { Conditions = new BlobRequestConditions { LeaseId = lease.LeaseId } },
                cancellationToken),
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await WhileOursAsync(() => lease.ReleaseAsync(cancellationToken: CancellationToken.None), CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // The lease ends by itself.
        }
    }

    /// <summary>False when the lease has gone to somebody else, or the blob is gone.</summary>
    private static async ValueTask<bool> WhileOursAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            await operation().Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }
}
