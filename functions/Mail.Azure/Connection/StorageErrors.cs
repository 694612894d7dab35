using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Identity;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// The one place that tells failures of the storage from answers. A failure becomes <see cref="StorageUnavailableException"/>; an answer that
/// the caller did not expect (409, 412 …) stays a <see cref="RequestFailedException"/>; the caller's own cancellation stays what it is.
/// </summary>
internal static class StorageErrors
{
    public static async Task<T> Guarded<T>(this Task<T> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation;
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            throw Unavailable(e);
        }
    }

    public static async Task Guarded(this Task operation, CancellationToken cancellationToken)
    {
        try
        {
            await operation;
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            throw Unavailable(e);
        }
    }

    public static async IAsyncEnumerable<T> Guarded<T>(
        this IAsyncEnumerable<T> pages,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var enumerator = pages.GetAsyncEnumerator(cancellationToken);
        while (await enumerator.MoveNextAsync().AsTask().Guarded(cancellationToken))
        {
            yield return enumerator.Current;
        }
    }

    /// <summary>True when the error means "no answer" or "not now", as opposed to an answer.</summary>
    public static bool IsFailure(Exception error, CancellationToken cancellationToken) => error switch
    {
        // With the caller's own token cancelled, a cancellation is the caller's; without, it is a network time-out.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        RequestFailedException answer => IsFailure(answer),
        AuthenticationFailedException or HttpRequestException or IOException or SocketException or TimeoutException => true,
        // What the pipeline throws when the last of several attempts has failed.
        AggregateException several => several.InnerExceptions.All(inner => IsFailure(inner, cancellationToken)),
        _ => false,
    };

    private static bool IsFailure(RequestFailedException answer) => answer.Status switch
    {
        // 0: no answer at all. 401, 403: keys are being rotated or a role is missing; the mail has to wait until an operator has acted.
        0 or 401 or 403 or 408 or 429 or >= 500 => true,
        // Deletion of a container, queue or table goes on for a while after it was acknowledged.
        409 => answer.ErrorCode is "ContainerBeingDeleted" or "QueueBeingDeleted" or "TableBeingDeleted",
        _ => false,
    };

    private static StorageUnavailableException Unavailable(Exception error) =>
        // Only the first line: the rest of a RequestFailedException lists headers.
        new($"The storage did not answer: {error.Message.Split('\n', 2)[0].TrimEnd()}", error);
}
