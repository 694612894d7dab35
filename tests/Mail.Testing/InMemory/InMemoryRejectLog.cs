using Mail.Core;

namespace Mail.Testing;

/// <summary>The record of refused mail in a dictionary.</summary>
public sealed class InMemoryRejectLog(StorageFaults? parentFaults = null) : IRejectLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<QueueId, RejectRecord> _records = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public async ValueTask WriteAsync(IReadOnlyCollection<RejectRecord> records, CancellationToken cancellationToken) =>
        await Locked(
            () =>
            {
                foreach (var record in records)
                {
                    _records[record.Id] = record;
                }

                return true;
            },
            cancellationToken);

    public IAsyncEnumerable<RejectRecord> ListAsync(MailAddress? owner, DateTimeOffset since, CancellationToken cancellationToken) =>
        Faults.List<RejectRecord>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _records.Values
                        .Where(record => (owner is null || record.Owner.Equals(owner)) && record.At >= since)
                        .OrderByDescending(record => record.Id)];
                }
            },
            cancellationToken);

    public ValueTask<RejectRecord?> FindAsync(QueueId id, CancellationToken cancellationToken) =>
        Locked(() => _records.GetValueOrDefault(id), cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Locked(
            () =>
            {
                var old = _records.Keys.Where(id => id.Time < before).ToList();
                old.ForEach(id => _records.Remove(id));
                return old.Count;
            },
            cancellationToken);

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);
}
