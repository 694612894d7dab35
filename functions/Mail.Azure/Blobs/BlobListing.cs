using System.Runtime.CompilerServices;
using Azure;

namespace Mail.Azure;

/// <summary>Listings where a missing container is an empty one.</summary>
internal static class BlobListing
{
    public static async IAsyncEnumerable<T> EmptyWhenMissing<T>(
        this AsyncPageable<T> blobs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : notnull
    {
        await using var items = blobs.Guarded(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(items))
        {
            yield return items.Current;
        }
    }

    private static async ValueTask<bool> NextAsync<T>(IAsyncEnumerator<T> items)
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
