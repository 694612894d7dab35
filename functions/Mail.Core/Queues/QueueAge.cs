namespace Mail.Core;

/// <summary>How long a queue's messages have waited.</summary>
public static class QueueAge
{
    /// <summary>The most that a storage queue shows at once.</summary>
    private const int MaxPeek = 32;

    /// <summary>
    /// When the longest waiting was sent, of the first 32 that are visible; <c>null</c> when none waits. Pointers to messages that were tried before
    /// are left out: most of their wait was meant. One request.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Not known now.</exception>
    public static async ValueTask<DateTimeOffset?> OldestAsync(IWorkQueue queue, CancellationToken cancellationToken)
    {
        var waiting = await queue.PeekAsync(MaxPeek, cancellationToken);
        return waiting
            .Where(item => !(IncomingPointer.TryParse(item.Body, out var pointer) && pointer.Attempt > 0))
            .Min(item => (DateTimeOffset?)item.InsertedAt);
    }
}
