using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>A storage queue in memory: visibility by the injected clock, receipts that change with every receive and extension.</summary>
public sealed class InMemoryWorkQueue : IWorkQueue
{
    private const int MaxBody = 48 * 1024;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(7);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<Message> _messages = [];
    private int _receipts;

    internal InMemoryWorkQueue(string name, TimeProvider time, StorageFaults parentFaults)
    {
        Name = name;
        _time = time;
        Faults = new StorageFaults(parentFaults);
    }

    public string Name { get; }

    public StorageFaults Faults { get; }

    /// <summary>Everything in the queue, visible or not, in the order sent.</summary>
    public IReadOnlyList<string> Bodies
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages.Select(message => message.Body)];
            }
        }
    }

    public async ValueTask SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(body), MaxBody, nameof(body));
        RequireWithin(delay, MaxDelay, nameof(delay));
        await Locked(
            () =>
            {
                var now = _time.GetUtcNow();
                _messages.Add(new Message(Guid.NewGuid().ToString(), body, now) { VisibleAt = now + delay });
                return true;
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<WorkItem>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken)
    {
        RequireCount(max);
        RequireWithin(visibility, MaxDelay, nameof(visibility));
        return Locked<IReadOnlyList<WorkItem>>(() => [.. Visible(max).Select(message => Take(message, visibility))], cancellationToken);
    }

    public ValueTask<WorkItem?> ExtendAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken)
    {
        RequireWithin(visibility, MaxDelay, nameof(visibility));
        return Locked(
            () =>
            {
                if (Held(item) is not { } message)
                {
                    return null;
                }

                Hide(message, visibility);
                return item with { Receipt = message.Receipt };
            },
            cancellationToken);
    }

    public ValueTask<bool> CompleteAsync(WorkItem item, CancellationToken cancellationToken) =>
        Locked(() => Held(item) is { } message && _messages.Remove(message), cancellationToken);

    public ValueTask<IReadOnlyList<WorkItem>> PeekAsync(int max, CancellationToken cancellationToken)
    {
        RequireCount(max);
        return Locked<IReadOnlyList<WorkItem>>(() => [.. Visible(max).Select(message => Item(message, receipt: ""))], cancellationToken);
    }

    public ValueTask<int> CountAsync(CancellationToken cancellationToken) => Locked(() => _messages.Count, cancellationToken);

    private static WorkItem Item(Message message, string receipt) =>
        new(message.Id, receipt, message.Body, message.DequeueCount, message.InsertedAt);

    private static void RequireCount(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 32);
    }

    private static void RequireWithin(TimeSpan value, TimeSpan limit, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, limit, name);
    }

    private List<Message> Visible(int max)
    {
        var now = _time.GetUtcNow();
        return [.. _messages.Where(message => message.VisibleAt <= now).Take(max)];
    }

    private WorkItem Take(Message message, TimeSpan visibility)
    {
        message.DequeueCount++;
        Hide(message, visibility);
        return Item(message, message.Receipt);
    }

    private void Hide(Message message, TimeSpan visibility)
    {
        message.VisibleAt = _time.GetUtcNow() + visibility;
        message.Receipt = (++_receipts).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>As in Azure, a receipt stays good after its visibility time until somebody else receives the message.</summary>
    private Message? Held(WorkItem item) =>
        _messages.Find(message => message.Id == item.Id && message.Receipt == item.Receipt && item.Receipt.Length > 0);

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

    private sealed class Message(string id, string body, DateTimeOffset insertedAt)
    {
        public string Id { get; } = id;

        public string Body { get; } = body;

        public DateTimeOffset InsertedAt { get; } = insertedAt;

        public DateTimeOffset VisibleAt { get; set; }

        public int DequeueCount { get; set; }

        public string Receipt { get; set; } = "";
    }
}
