using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Message records by queue id.</summary>
public sealed class InMemoryMessageLog(StorageFaults? parentFaults = null) : IMessageLog
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<QueueId, MessageRecord> _records = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>Called between a listing and its first record: whoever lists does not know of what happens then.</summary>
    public Func<Task>? Listed { get; set; }

    public async ValueTask RecordAsync(MessageRecord record, CancellationToken cancellationToken) =>
        await Faults.RunAsync(() => Merge(record), cancellationToken);

    public ValueTask<bool> AddAsync(MessageRecord record, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return _records.TryAdd(record.QueueId, record);
                }
            },
            cancellationToken);

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

    public async IAsyncEnumerable<MessageRecord> ListAsync(
        QueueId? from, MessageState? state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listed = await Faults.List<MessageRecord>(
            () => [.. Records().Where(record => (from is null || record.QueueId >= from) && (state is null || record.State == state))],
            cancellationToken).ToListAsync(cancellationToken);
        await (Listed?.Invoke() ?? Task.CompletedTask);
        foreach (var record in listed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

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
            _records[record.QueueId] = _records.TryGetValue(record.QueueId, out var earlier) ? record.Over(earlier) : record;
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
