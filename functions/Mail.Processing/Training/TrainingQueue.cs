using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Processing;

/// <summary>The queue <c>training</c>.</summary>
public sealed class TrainingQueue(IWorkQueues queues, TimeProvider time)
{
    /// <summary>Whoever trains one message often trains the next: they go into one model.</summary>
    public static readonly TimeSpan CompactionDelay = TimeSpan.FromSeconds(5);

    // A pointer that is still hidden for this long will be received after what was just written.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    // Owners in whose name this process has sent a pointer lately; those of long ago are dropped when there are more.
    private const int MaxRemembered = 1000;

    private readonly IWorkQueue _queue = queues.Get(QueueNames.Training);
    private readonly ConcurrentDictionary<ModelOwner, DateTimeOffset> _due = new();

    /// <exception cref="StorageUnavailableException">It may be in the queue or not.</exception>
    public ValueTask SendAsync(TrainingPointer pointer, TimeSpan delay, CancellationToken cancellationToken) =>
        _queue.SendAsync(pointer.ToJson(), delay, cancellationToken);

    /// <summary>Has the owner's model made anew soon. To be called once the training is written.</summary>
    /// <exception cref="StorageUnavailableException">Call again, or nobody may.</exception>
    public async ValueTask CompactSoonAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_due.TryGetValue(owner, out var due) && due - now > Margin)
        {
            return;
        }

        await SendAsync(new TrainingPointer.Compact(owner), CompactionDelay, cancellationToken);
        if (_due.Count >= MaxRemembered)
        {
            _due.Clear();
        }

        _due[owner] = now + CompactionDelay;
    }
}
