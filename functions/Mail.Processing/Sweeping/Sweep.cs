using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// The safety net under the queue, run by a timer: whatever is in the spool and should have moved on is enqueued again, files dropped into
/// the spool become messages, and what is past its retention goes. Safe to run twice, at once, and to stop anywhere.
/// </summary>
public sealed class Sweep(
    ISpool spool,
    IMessageLog log,
    IMailboxStore mailboxes,
    IOutboundQueue outbound,
    OutboundSweep outboundSweep,
    IncomingQueue incoming,
    IWorkQueues queues,
    DroppedFiles dropped,
    Quarantine quarantine,
    ISiteSettings settings,
    FlowOptions options,
    TimeProvider time,
    ILogger<Sweep> logger)
{
    /// <summary>How long after its time a deferred attempt is taken for lost: the longest time between two looks at a queue, generously.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    private readonly SpoolRetention _retention = new(spool, log, mailboxes, outbound, options, time, logger);

    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<SweepReport> RunAsync(CancellationToken cancellationToken)
    {
        var tally = new SweepTally();
        var orphansBefore = await OrphansBeforeAsync(cancellationToken);

        // Spool and log are both in the order of arrival, so one walk over each pairs them, in constant memory.
        await using var records = log.ListAsync(from: null, state: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasRecord = await records.MoveNextAsync();
        await foreach (var entry in spool.ListAsync(from: null, cancellationToken))
        {
            if (entry.QueueId is not { } queueId)
            {
                tally.Adopted += await dropped.AdoptAsync(entry, cancellationToken) ? 1 : 0;
                continue;
            }

            while (hasRecord && records.Current.QueueId < queueId)
            {
                await _retention.ForgetLostAsync(records.Current, tally, cancellationToken);
                hasRecord = await records.MoveNextAsync();
            }

            var record = hasRecord && records.Current.QueueId == queueId ? records.Current : null;
            hasRecord = record is null ? hasRecord : await records.MoveNextAsync();
            if (entry.Withdrawn && record is not { IsFinal: true })
            {
                await _retention.ForgetWithdrawnAsync(entry, queueId, tally, cancellationToken);
            }
            else if (record is null)
            {
                await EnqueueOrphanAsync(entry, queueId, orphansBefore, tally, cancellationToken);
            }
            else
            {
                await LookAfterAsync(record, tally, cancellationToken);
            }
        }

        for (; hasRecord; hasRecord = await records.MoveNextAsync())
        {
            await _retention.ForgetLostAsync(records.Current, tally, cancellationToken);
        }

        tally.Overdue += await outboundSweep.RunAsync(cancellationToken);
        var marks = await _retention.ForgetMarksAsync(tally, cancellationToken);
        var report = new SweepReport(tally.Orphans, tally.Overdue, tally.Adopted, tally.Expired, marks, tally.Deferred);
        if (!report.DidNothing)
        {
            FlowLog.Swept(logger, report.ToString());
        }

        return report;
    }

    /// <summary>
    /// Messages committed before this time have no pointer waiting for them: older than any attempt takes, and older than the oldest pointer
    /// that waits. Without the second condition a long queue would be doubled by every sweep.
    /// </summary>
    private async ValueTask<DateTimeOffset> OrphansBeforeAsync(CancellationToken cancellationToken)
    {
        var waiting = await queues.Get(QueueNames.Incoming).PeekAsync(32, cancellationToken);
        var oldest = waiting.Select(item => item.InsertedAt).Append(time.GetUtcNow()).Min();
        return oldest - options.OrphanAge;
    }

    private async ValueTask EnqueueOrphanAsync(
        SpoolEntry entry, QueueId queueId, DateTimeOffset orphansBefore, SweepTally tally, CancellationToken cancellationToken)
    {
        if (entry.CommittedAt >= orphansBefore)
        {
            return;
        }

        var (isThere, reversePath) = await FindReversePathAsync(queueId, cancellationToken);
        if (!isThere)
        {
            return;
        }

        // What the flow cannot deal with (a bug) has no record either. This one makes the next sweeps wait longer each time.
        var counted = Counted(new MessageRecord
        {
            QueueId = queueId,
            State = MessageState.Delivering,
            ReversePath = reversePath,
            Size = entry.Size,
            UpdatedAt = time.GetUtcNow(),
            Detail = "found in the spool without a disposition",
        });
        if (await log.AddAsync(counted, cancellationToken))
        {
            await EnqueueAsync(counted, cancellationToken);
            FlowLog.Orphan(logger, queueId, time.GetUtcNow() - entry.CommittedAt);
            tally.Orphans++;
        }
    }

    /// <summary>Counts the attempt before it is made, so that a message that never comes to an end is tried on the schedule of deferred ones.</summary>
    private MessageRecord Counted(MessageRecord record)
    {
        var attempts = record.Attempts + 1;
        var next = time.GetUtcNow() + options.RetryDelay(attempts);
        return record with { Attempts = attempts, NextAttemptAt = next - record.TriedSince <= options.Lifetime ? next : null };
    }

    /// <param name="counted">As it has been recorded.</param>
    private ValueTask EnqueueAsync(MessageRecord counted, CancellationToken cancellationToken) =>
        incoming.EnqueueAsync(new IncomingPointer(counted.QueueId, counted.Attempts), TimeSpan.Zero, cancellationToken);

    /// <summary>Makes up for an attempt, unless something has become of the message since it was listed, which is long ago in a large spool.</summary>
    private async ValueTask<bool> EnqueueOverdueAsync(MessageRecord listed, CancellationToken cancellationToken)
    {
        var isOurs = false;
        var counted = await log.UpdateAsync(listed.QueueId, found => (isOurs = found.IsAsIn(listed)) ? Counted(found) : found, cancellationToken);
        if (counted is null || !isOurs)
        {
            return false;
        }

        await EnqueueAsync(counted, cancellationToken);
        return true;
    }

    /// <summary>Not there when the message has gone since it was listed, or was withdrawn.</summary>
    private async ValueTask<(bool IsThere, MailAddress? ReversePath)> FindReversePathAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        try
        {
            await using var message = await spool.OpenAsync(queueId, cancellationToken);
            return message is null or { Withdrawn: true } ? (false, null) : (true, message.Envelope.ReversePath);
        }
        catch (FormatException)
        {
            // An envelope that cannot be read: the flow will say so, and put the pointer where the operator looks.
            return (true, null);
        }
    }

    private async ValueTask LookAfterAsync(MessageRecord record, SweepTally tally, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        tally.Deferred += record.State == MessageState.Deferred ? 1 : 0;
        switch (record)
        {
            case { State: MessageState.Deferred or MessageState.Delivering, NextAttemptAt: { } due } when due + Grace < now:
                if (await EnqueueOverdueAsync(record, cancellationToken))
                {
                    FlowLog.Overdue(logger, record.QueueId, due);
                    tally.Overdue++;
                }

                break;
            case { State: MessageState.Quarantined }:
                if (await quarantine.ExpireAsync(record, (await settings.GetAsync(cancellationToken)).QuarantineTime, cancellationToken))
                {
                    tally.Expired++;
                    return;
                }

                break;
            case { IsFinal: true } when await _retention.ExpireAsync(record, tally, cancellationToken):
                return;
        }

        tally.OldestKept ??= record.QueueId;
    }
}
