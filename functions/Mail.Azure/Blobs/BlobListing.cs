using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Mail.Azure;

/// <summary>Listings where a missing container is an empty one.</summary>
internal static class BlobListing
{
    public static async IAsyncEnumerable<BlobItem> EmptyWhenMissing(
        this AsyncPageable<BlobItem> blobs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = blobs.Guarded(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(items))
        {
            yield return items.Current;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<BlobItem> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }
}
