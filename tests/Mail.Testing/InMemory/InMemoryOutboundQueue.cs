using Mail.Core;

namespace Mail.Testing;

/// <summary>Outbound jobs in a dictionary, and their pointers in the queue <c>outbound</c> of the queues given.</summary>
public sealed class InMemoryOutboundQueue(InMemoryWorkQueues queues, StorageFaults? parentFaults = null) : IOutboundQueue
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, OutboundJob> _jobs = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    public async ValueTask EnqueueAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        await Faults.RunAsync(() => Store(job), cancellationToken);
        await queues[QueueNames.Outbound].SendAsync(new OutboundPointer(job.Destination, job.JobId).ToJson(), TimeSpan.Zero, cancellationToken);
    }

    public IAsyncEnumerable<OutboundJob> ListAsync(QueueId queueId, CancellationToken cancellationToken) =>
        Faults.List<OutboundJob>(() => [.. Jobs().Where(job => job.QueueId == queueId)], cancellationToken);

    public IAsyncEnumerable<OutboundJob> ListAsync(CancellationToken cancellationToken) => Faults.List(Jobs, cancellationToken);

    private bool Store(OutboundJob job)
    {
        lock (_gate)
        {
            var key = job.Destination + "\n" + job.JobId;
            _jobs[key] = _jobs.TryGetValue(key, out var stored)
                ? stored with { Recipients = [.. stored.Recipients.Union(job.Recipients)] }
                : job with { Recipients = [.. job.Recipients.Distinct()] };
            return true;
        }
    }

    private IReadOnlyList<OutboundJob> Jobs()
    {
        lock (_gate)
        {
            return [.. _jobs.Values];
        }
    }
}
