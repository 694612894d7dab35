using System.Globalization;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Outbound jobs in a dictionary, and their pointers in the queue <c>outbound</c> of the queues given.</summary>
public sealed class InMemoryOutboundQueue(InMemoryWorkQueues queues, StorageFaults? parentFaults = null) : IOutboundQueue
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, OutboundJob> _jobs = new(StringComparer.Ordinal);
    private int _versions;

    public StorageFaults Faults { get; } = new(parentFaults);

    public async ValueTask EnqueueAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        await Faults.RunAsync(() => Locked(() => Store(job)), cancellationToken);
        await PointAsync(job.Pointer, TimeSpan.Zero, cancellationToken);
    }

    public ValueTask PointAsync(OutboundPointer pointer, TimeSpan delay, CancellationToken cancellationToken) =>
        queues[QueueNames.Outbound].SendAsync(pointer.ToJson(), delay, cancellationToken);

    public ValueTask<OutboundJob?> FindAsync(OutboundPointer pointer, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => Locked(() => _jobs.GetValueOrDefault(Key(pointer))), cancellationToken);

    public ValueTask<OutboundJob?> TryUpdateAsync(OutboundJob job, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => Locked(() => IsUnchanged(job) ? Put(job) : null), cancellationToken);

    public ValueTask<bool> TryDeleteAsync(OutboundJob job, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => Locked(() => IsUnchanged(job) && _jobs.Remove(Key(job.Pointer))), cancellationToken);

    public IAsyncEnumerable<OutboundJob> ListAsync(QueueId queueId, CancellationToken cancellationToken) =>
        Faults.List<OutboundJob>(() => [.. Jobs().Where(job => job.QueueId == queueId)], cancellationToken);

    public IAsyncEnumerable<OutboundJob> ListAsync(string destination, CancellationToken cancellationToken) =>
        Faults.List<OutboundJob>(() => [.. Jobs().Where(job => job.Destination == destination)], cancellationToken);

    public IAsyncEnumerable<OutboundJob> ListAsync(CancellationToken cancellationToken) => Faults.List(Jobs, cancellationToken);

    private static string Key(OutboundPointer pointer) => pointer.Destination + "\n" + pointer.JobId;

    private OutboundJob Store(OutboundJob job) => _jobs.TryGetValue(Key(job.Pointer), out var stored)
        ? Put(stored.With(job.Recipients))
        : Put((job with { Recipients = [] }).With(job.Recipients));

    private OutboundJob Put(OutboundJob job) =>
        _jobs[Key(job.Pointer)] = job with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) };

    private bool IsUnchanged(OutboundJob job) => _jobs.TryGetValue(Key(job.Pointer), out var stored) && stored.Version == job.Version;

    private IReadOnlyList<OutboundJob> Jobs() => Locked(() => _jobs.Values.ToList());

    private T Locked<T>(Func<T> operation)
    {
        lock (_gate)
        {
            return operation();
        }
    }
}
