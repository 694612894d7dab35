using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Messages that stopped moving: spooled without a record, recorded without an end, waiting without a spooled message.</summary>
internal sealed class SpoolCheck(ISpool spool, IMessageLog log, IWorkQueues queues, TimeProvider time, TimeSpan patience) : ICheck
{
    public string Name => "spool";

    public async IAsyncEnumerable<FindingView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - patience;
        var oldestWaiting = await OldestWaitingAsync(cancellationToken);

        // Spool and log are both in the order of arrival, so one walk over each pairs them, in constant memory.
        await using var records = log.ListAsync(from: null, state: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasRecord = await records.MoveNextAsync();
        await foreach (var entry in spool.ListAsync(from: null, cancellationToken))
        {
            if (entry.QueueId is not { } id)
            {
                if (entry.CommittedAt < before)
                {
                    yield return new FindingView("spool", entry.Name, "was dropped in by hand and not taken up: is the sweep running, and is it a message for us?");
                }

                continue;
            }

            for (; hasRecord && records.Current.QueueId < id; hasRecord = await records.MoveNextAsync())
            {
                if (Orphaned(records.Current) is { } orphaned)
                {
                    yield return orphaned;
                }
            }

            var record = hasRecord && records.Current.QueueId == id ? records.Current : null;
            // What was withdrawn waits for nothing but its end.
            if (!entry.Withdrawn && (record is null ? Unrecorded(entry, before, oldestWaiting) : Stuck(record, before)) is { } finding)
            {
                yield return finding;
            }

            hasRecord = record is null ? hasRecord : await records.MoveNextAsync();
        }

        for (; hasRecord; hasRecord = await records.MoveNextAsync())
        {
            if (Orphaned(records.Current) is { } orphaned)
            {
                yield return orphaned;
            }
        }
    }

    /// <summary>Messages younger than the oldest pointer that waits have theirs still to come.</summary>
    private async Task<DateTimeOffset> OldestWaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = await queues.Get(QueueNames.Incoming).PeekAsync(32, cancellationToken);
        return waiting.Select(item => item.InsertedAt).Append(DateTimeOffset.MaxValue).Min();
    }

    private static FindingView? Unrecorded(SpoolEntry entry, DateTimeOffset before, DateTimeOffset oldestWaiting) =>
        entry.CommittedAt < before && entry.CommittedAt < oldestWaiting
            ? new FindingView(
                "spool",
                entry.QueueId.ToString()!,
                $"spooled {Moment.Format(entry.CommittedAt)} and without a disposition since; the sweep enqueues it, or: mailctl queue requeue {entry.QueueId}")
            : null;

    private static FindingView? Stuck(MessageRecord record, DateTimeOffset before) => record switch
    {
        { State: MessageState.Deferred, NextAttemptAt: null } => new FindingView(
            "record", record.QueueId.ToString(), $"deferred with no further attempt: {Why(record)}"),
        { State: MessageState.Deferred, NextAttemptAt: { } due } when due < before => new FindingView(
            "record", record.QueueId.ToString(), $"its attempt of {Moment.Format(due)} did not happen; is Mail.Functions running?"),
        { State: MessageState.Delivering } when record.UpdatedAt < before => new FindingView(
            "record", record.QueueId.ToString(), $"delivery began {Moment.Format(record.UpdatedAt)} and has not ended"),
        _ => null,
    };

    /// <summary>A record that still waits for something, without the message it needs.</summary>
    private static FindingView? Orphaned(MessageRecord record) => record.IsFinal
        ? null
        : new FindingView("record", record.QueueId.ToString(), $"{QueueState.Name(record.State)}, but the message is not in the spool any more");

    private static string Why(MessageRecord record) => string.Join(
        "; ",
        record.Recipients
            .Where(recipient => recipient.Outcome == RecipientOutcome.Deferred)
            .Select(recipient => $"{recipient.Address}: {recipient.Detail}")
            .Append(record.Detail)
            .Where(text => text.Length > 0));
}
