using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Collects everything that is not finally delivered, from the records, the queues and the outbound jobs.</summary>
internal sealed class QueueListing(MailStorage storage, TimeProvider time)
{
    /// <summary>The most that a storage queue shows.</summary>
    private const int MaxPeek = 32;

    private static readonly MessageState[] Waiting = [MessageState.Deferred, MessageState.Held, MessageState.Delivering];

    private readonly Dictionary<string, QueueEntryView> _entries = new(StringComparer.Ordinal);

    /// <summary>How many pointers wait in <c>incoming</c> that cannot be shown one by one. About.</summary>
    public int NotShown { get; private set; }

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<QueueEntryView>> ListAsync(CancellationToken cancellationToken)
    {
        foreach (var state in Waiting)
        {
            await foreach (var record in storage.Log.ListAsync(from: null, state, cancellationToken))
            {
                _entries[record.QueueId.ToString()] = From(record);
            }
        }

        await AddIncomingAsync(cancellationToken);
        foreach (var poison in await new PoisonQueues(storage.Queues).PeekAsync(cancellationToken))
        {
            _entries[poison.Id] = From(poison, _entries.GetValueOrDefault(poison.Id));
        }

        await foreach (var job in storage.Outbound.ListAsync(cancellationToken))
        {
            _entries.TryAdd(job.JobId, From(job));
        }

        return [.. _entries.Values.OrderBy(entry => entry.ArrivedAt).ThenBy(entry => entry.Id, StringComparer.Ordinal)];
    }

    /// <summary>What waits for one destination, oldest first.</summary>
    public async Task<IReadOnlyList<QueueEntryView>> ListAsync(string destination, CancellationToken cancellationToken) =>
        [.. await storage.Outbound.ListAsync(destination, cancellationToken).OrderBy(job => job.QueueId).Select(From).ToListAsync(cancellationToken)];

    private async Task AddIncomingAsync(CancellationToken cancellationToken)
    {
        var queue = storage.Queues.Get(QueueNames.Incoming);
        var items = await queue.PeekAsync(MaxPeek, cancellationToken);
        foreach (var item in items)
        {
            if (!IncomingPointer.TryParse(item.Body, out var pointer))
            {
                _entries[item.Id] = Entry(item.Id, QueueState.Incoming, item.InsertedAt) with
                {
                    Queue = QueueNames.Incoming,
                    Reason = "no pointer to a message: " + item.Body,
                };
            }
            else if (!_entries.ContainsKey(pointer.QueueId.ToString()))
            {
                await AddIncomingAsync(pointer.QueueId, item, cancellationToken);
            }
        }

        // A full look may have missed some; one that was not full has seen all that are visible.
        NotShown = items.Count == MaxPeek ? Math.Max(0, await queue.CountAsync(cancellationToken) - MaxPeek) : 0;
    }

    private async Task AddIncomingAsync(QueueId queueId, WorkItem item, CancellationToken cancellationToken)
    {
        var spooled = await storage.Spool.FindAsync(queueId, cancellationToken);
        _entries[queueId.ToString()] = Entry(queueId.ToString(), spooled is { Held: true } ? QueueState.Held : QueueState.Incoming, queueId.Time) with
        {
            Queue = QueueNames.Incoming,
            Size = spooled?.Size,
            Attempts = item.DequeueCount,
            Reason = spooled switch
            {
                null => "not in the spool any more: the next attempt removes it from the queue",
                { Withdrawn: true } => "withdrawn, its client was told 451: the next attempt removes it from the queue",
                { Held: true } => "held by an operator",
                _ when item.DequeueCount > 0 => $"processing failed {item.DequeueCount} times",
                _ => "waits for its first attempt",
            },
        };
    }

    private QueueEntryView From(MessageRecord record)
    {
        var waiting = record.Recipients.Where(recipient => recipient.Outcome == RecipientOutcome.Deferred).ToList();
        return Entry(record.QueueId.ToString(), QueueState.Name(record.State), record.QueueId.Time) with
        {
            Sender = record.ReversePath?.ToString() ?? "",
            Recipients = [.. waiting.Select(recipient => recipient.Address.ToString())],
            Subject = record.Subject,
            Size = record.Size,
            Attempts = record.Attempts,
            NextAttemptAt = record.NextAttemptAt,
            Reason = string.Join("; ", waiting.Select(recipient => recipient.Detail).Append(record.Detail).Where(text => text.Length > 0).Distinct()),
        };
    }

    private QueueEntryView From(PoisonMessage poison, QueueEntryView? known) =>
        (known ?? Entry(poison.Id, QueueState.Poison, poison.Item.InsertedAt)) with
        {
            State = QueueState.Poison,
            Queue = QueueNames.Poison(poison.Queue),
            Reason = poison.Target is null
                ? "no pointer to a message: " + poison.Item.Body
                : "processing failed too often; see the log, then: mailctl queue requeue " + poison.Id,
        };

    private QueueEntryView From(OutboundJob job) => Entry(job.JobId, job.State == OutboundState.Held ? QueueState.Held : QueueState.Outbound, job.QueueId.Time) with
    {
        Queue = QueueNames.Outbound,
        Sender = job.ReversePath?.ToString() ?? "",
        Recipients = [.. job.Recipients.Where(recipient => recipient.IsPending).Select(recipient => recipient.Address.ToString())],
        Attempts = job.Attempts,
        NextAttemptAt = job.NextAttemptAt,
        Reason = job.LastReply ?? string.Create(CultureInfo.InvariantCulture, $"{job.State.ToString().ToLowerInvariant()} for {job.Destination}"),
    };

    private QueueEntryView Entry(string id, string state, DateTimeOffset arrivedAt) => new(
        id,
        state,
        Queue: null,
        Sender: null,
        Recipients: [],
        Subject: "",
        Size: null,
        arrivedAt,
        AgeSeconds: Math.Max(0, (long)(time.GetUtcNow() - arrivedAt).TotalSeconds),
        Attempts: 0,
        NextAttemptAt: null,
        Reason: "");
}
