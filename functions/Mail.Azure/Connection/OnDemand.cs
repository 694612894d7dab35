using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Mail.Azure;

/// <summary>
/// Containers, queues and tables are made when a write finds them missing: that costs nothing on the way of a message, and an operator may
/// delete an empty one at any time.
/// </summary>
internal static class OnDemand
{
    public static Task<T> WriteAsync<T>(this BlobContainerClient container, Func<Task<T>> write, CancellationToken cancellationToken) =>
        RetryAsync(write, "ContainerNotFound", () => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    public static Task<T> WriteAsync<T>(this QueueClient queue, Func<Task<T>> write, CancellationToken cancellationToken) =>
        RetryAsync(write, "QueueNotFound", () => queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    public static Task<T> WriteAsync<T>(this TableClient table, Func<Task<T>> write, CancellationToken cancellationToken) =>
        RetryAsync(write, "TableNotFound", () => table.CreateIfNotExistsAsync(cancellationToken), cancellationToken);

    private static async Task<T> RetryAsync<T>(Func<Task<T>> write, string missing, Func<Task> create, CancellationToken cancellationToken)
    {
        try
        {
            return await write().Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode == missing)
        {
            await create().Guarded(cancellationToken);
            return await write().Guarded(cancellationToken);
        }
    }
}
