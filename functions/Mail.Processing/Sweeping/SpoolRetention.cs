using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What goes when its time is over (S6): spooled messages, their records, and the delivery marks that guarded them.</summary>
internal sealed class SpoolRetention(
    ISpool spool, IMessageLog log, IMailboxStore mailboxes, IOutboundQueue outbound, FlowOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Nobody was told 250 for it, and no client comes again with it: what a delivery that never ended has recorded of it goes too.</summary>
    public async ValueTask ForgetWithdrawnAsync(SpoolEntry entry, QueueId queueId, SweepTally tally, CancellationToken cancellationToken)
    {
        tally.OldestKept ??= queueId;
        if (entry.CommittedAt + options.WithdrawnRetention < time.GetUtcNow())
        {
            await spool.DeleteAsync(queueId, cancellationToken);
            await log.DeleteAsync(queueId, cancellationToken);
            tally.Expired++;
        }
    }

    /// <param name="record">Of a message that is done with, or is gone.</param>
    /// <returns>Message and record are gone.</returns>
    public async ValueTask<bool> ExpireAsync(MessageRecord record, SweepTally tally, CancellationToken cancellationToken)
    {
        if (!IsOver(record) || await IsAwaitedAsync(record, cancellationToken))
        {
            return false;
        }

        // The record goes last: a message without one would be taken for an orphan.
        await spool.DeleteAsync(record.QueueId, cancellationToken);
        await log.DeleteAsync(record.QueueId, cancellationToken);
        tally.Emptied.UnionWith(record.Recipients.SelectMany(recipient => recipient.Deliveries).Select(AccountOf));
        tally.Expired++;
        return true;
    }

    /// <summary>
    /// The message is not in the spool any more: a run died between the two removals, or a lifecycle rule or a hand has taken it. Its record goes
    /// when nothing has happened to it for the retention, so not when the message has only just come, behind the listing of the spool.
    /// </summary>
    public async ValueTask ForgetLostAsync(MessageRecord record, SweepTally tally, CancellationToken cancellationToken)
    {
        if (!IsOver(record) || await spool.FindAsync(record.QueueId, cancellationToken) is not null)
        {
            return;
        }

        if (await ExpireAsync(record, tally, cancellationToken) && !record.IsFinal)
        {
            FlowLog.Lost(logger, record.QueueId, record.State);
        }
    }

    /// <summary>A mark guards against a second delivery, which needs the spooled message: marks older than the oldest of those can go.</summary>
    public async ValueTask<int> ForgetMarksAsync(SweepTally tally, CancellationToken cancellationToken)
    {
        // Twice the retention, because a deferred message may be delivered late in its life and its mark carries the time of arrival.
        var retained = QueueId.FirstAt(time.GetUtcNow() - (2 * options.SpoolRetention));
        var before = tally.OldestKept is { } kept && kept < retained ? kept : retained;
        var marks = 0;
        foreach (var accountId in tally.Emptied.Where(id => QueueId.TryParse(id, out _)))
        {
            marks += await mailboxes.PruneMarksAsync(accountId, before, cancellationToken);
        }

        return marks;
    }

    private bool IsOver(MessageRecord record) => record.UpdatedAt + options.SpoolRetention < time.GetUtcNow();

    /// <summary>A job for another server still needs the spooled message.</summary>
    private async ValueTask<bool> IsAwaitedAsync(MessageRecord record, CancellationToken cancellationToken) =>
        record.Recipients.Any(recipient => recipient.Outcome == RecipientOutcome.Queued)
        && await outbound.ListAsync(record.QueueId, cancellationToken).AnyAsync(cancellationToken);

    private static string AccountOf(string delivery) => delivery[..Math.Max(0, delivery.IndexOf('/', StringComparison.Ordinal))];
}
