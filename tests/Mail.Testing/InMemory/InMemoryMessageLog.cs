using Mail.Core;

namespace Mail.Testing;

/// <summary>Message records by queue id.</summary>
public sealed class InMemoryMessageLog(StorageFaults? parentFaults = null) : IMessageLog
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<QueueId, MessageRecord> _records = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public async ValueTask RecordAsync(MessageRecord record, CancellationToken cancellationToken) =>
        await Faults.RunAsync(() => Merge(record), cancellationToken);

    public ValueTask<MessageRecord?> FindAsync(QueueId queueId, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => Records().Find(record => record.QueueId == queueId), cancellationToken);

    public ValueTask<MessageRecord?> UpdateAsync(
        QueueId queueId, Func<MessageRecord, MessageRecord> change, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return _records.TryGetValue(queueId, out var record) ? _records[queueId] = change(record) : null;
                }
            },
            cancellationToken);

    public IAsyncEnumerable<MessageRecord> FindByMessageIdAsync(string messageId, CancellationToken cancellationToken) =>
        Faults.List<MessageRecord>(
            () => [.. Records().Where(record => record.MessageId == messageId).OrderByDescending(record => record.QueueId)],
            cancellationToken);

    public IAsyncEnumerable<MessageRecord> ListAsync(QueueId? from, MessageState? state, CancellationToken cancellationToken) =>
        Faults.List<MessageRecord>(
            () => [.. Records().Where(record => (from is null || record.QueueId >= from) && (state is null || record.State == state))],
            cancellationToken);

    public ValueTask<bool> DeleteAsync(QueueId queueId, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return _records.Remove(queueId);
                }
            },
            cancellationToken);

    private bool Merge(MessageRecord record)
    {
        lock (_gate)
        {
            var places = record.Recipients.Select(recipient => recipient.Place).ToHashSet();
            var earlier = _records.GetValueOrDefault(record.QueueId)?.Recipients.Where(recipient => !places.Contains(recipient.Place)) ?? [];
            _records[record.QueueId] = record with
            {
                Recipients = [.. earlier.Concat(record.Recipients).OrderBy(recipient => recipient.Place)],
            };
            return true;
        }
    }

    private List<MessageRecord> Records()
    {
        lock (_gate)
        {
            return [.. _records.Values];
        }
    }
}
