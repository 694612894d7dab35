using Mail.Core;

namespace Mail.Processing;

/// <summary>The queue <c>fetch</c>.</summary>
public sealed class FetchQueue(IWorkQueues queues)
{
    private readonly IWorkQueue _queue = queues.Get(QueueNames.Fetching);

    public ValueTask EnqueueAsync(FetchPointer pointer, CancellationToken cancellationToken) =>
        _queue.SendAsync(pointer.ToJson(), TimeSpan.Zero, cancellationToken);
}
