namespace Mail.Core;

/// <summary>
/// A queue that gives a message to one receiver at a time and gives it out again when that receiver does not complete it within its
/// visibility time: Azure Storage Queue semantics. Order is not kept; a message may come more than once.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface IWorkQueue
{
    /// <summary>For example <c>incoming</c>.</summary>
    string Name { get; }

    /// <summary>Adds a message that becomes visible after <paramref name="delay"/> (0 to 7 days) and never expires.</summary>
    /// <param name="body">Text of at most 48 KiB in UTF-8 (64 KiB in the queue, after base 64).</param>
    ValueTask SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Takes up to <paramref name="max"/> (1 to 32) messages and hides them for <paramref name="visibility"/>. Empty when there are none; does not wait.</summary>
    ValueTask<IReadOnlyList<WorkItem>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Hides a received message for <paramref name="visibility"/> from now on, and gives its new receipt; <c>null</c> when it is no longer ours.</summary>
    ValueTask<WorkItem?> ExtendAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Removes a received message for good. False when it is no longer ours: somebody else has it, or it is gone.</summary>
    ValueTask<bool> CompleteAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Looks at up to <paramref name="max"/> (1 to 32) visible messages without taking them. <see cref="WorkItem.Receipt"/> is empty.</summary>
    ValueTask<IReadOnlyList<WorkItem>> PeekAsync(int max, CancellationToken cancellationToken);

    /// <summary>Where counting may end: not every broker can count, and then each message is walked by.</summary>
    const int MostCounted = 4000;

    /// <summary>About how many messages there are, visible or not. From <see cref="MostCounted"/> on there may be more.</summary>
    ValueTask<int> CountAsync(CancellationToken cancellationToken);
}

/// <summary>One message taken from an <see cref="IWorkQueue"/>.</summary>
/// <param name="Id">The queue's name for the message.</param>
/// <param name="Receipt">Proof that we hold it; changes with each extension.</param>
/// <param name="Body">Text as sent. Undecodable content comes as it stands in the queue.</param>
/// <param name="DequeueCount">How often it has been received, this time included: 1 the first time.</param>
/// <param name="InsertedAt">When it was sent.</param>
public sealed record WorkItem(string Id, string Receipt, string Body, int DequeueCount, DateTimeOffset InsertedAt);

/// <summary>Gives the queues of this installation by name, and creates them when they are first used.</summary>
public interface IWorkQueues
{
    IWorkQueue Get(string name);
}
