using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What the message flow and the sweep say in the log. Event ids 200 to 299.</summary>
internal static partial class FlowLog
{
    public static void Done(ILogger logger, MessageRecord record)
    {
        foreach (var recipient in record.Recipients)
        {
            if (recipient.Outcome == RecipientOutcome.Deferred)
            {
                Deferred(logger, record.QueueId, recipient.Address, recipient.Detail, record.NextAttemptAt);
            }
            else
            {
                Delivered(logger, record.QueueId, recipient.Address, recipient.Outcome, string.Join(", ", recipient.Deliveries), recipient.Detail);
            }
        }
    }

    [LoggerMessage(200, LogLevel.Information, "{QueueId}: to=<{Recipient}>, {Outcome}: {Deliveries} {Detail}")]
    private static partial void Delivered(
        ILogger logger, QueueId queueId, MailAddress recipient, RecipientOutcome outcome, string deliveries, string detail);

    [LoggerMessage(203, LogLevel.Warning, "{QueueId}: to=<{Recipient}>, Deferred: {Detail}; next attempt: {NextAttemptAt}")]
    private static partial void Deferred(
        ILogger logger, QueueId queueId, MailAddress recipient, string detail, DateTimeOffset? nextAttemptAt);

    [LoggerMessage(201, LogLevel.Information, "{QueueId}: not in the spool: deleted or past its retention")]
    public static partial void Gone(ILogger logger, QueueId queueId);

    [LoggerMessage(202, LogLevel.Information, "{QueueId}: held by an operator")]
    public static partial void Held(ILogger logger, QueueId queueId);

    [LoggerMessage(204, LogLevel.Information, "{QueueId}: withdrawn: its client was told 451")]
    public static partial void Withdrawn(ILogger logger, QueueId queueId);

    [LoggerMessage(205, LogLevel.Warning, "{QueueId}: in quarantine: {Reason}")]
    public static partial void Quarantined(ILogger logger, QueueId queueId, string reason);

    [LoggerMessage(206, LogLevel.Warning, "{QueueId}: submitted by <{Sender}>, who is told as {NoticeId} that nobody gets it: {Reason}")]
    public static partial void Returned(ILogger logger, QueueId queueId, MailAddress sender, QueueId noticeId, string reason);

    [LoggerMessage(210, LogLevel.Warning, "{QueueId}: in the spool for {Age} without a disposition: enqueued")]
    public static partial void Orphan(ILogger logger, QueueId queueId, TimeSpan age);

    [LoggerMessage(211, LogLevel.Warning, "{QueueId}: its attempt of {Due} did not happen: enqueued")]
    public static partial void Overdue(ILogger logger, QueueId queueId, DateTimeOffset due);

    [LoggerMessage(212, LogLevel.Information, "{QueueId}: taken from the dropped file {Name}")]
    public static partial void Adopted(ILogger logger, QueueId queueId, string name);

    [LoggerMessage(213, LogLevel.Warning, "Dropped file {Name} in the spool is left alone: {Reason}")]
    public static partial void NotAdopted(ILogger logger, string name, string reason);

    [LoggerMessage(214, LogLevel.Information, "Sweep: {Report}")]
    public static partial void Swept(ILogger logger, string report);

    [LoggerMessage(216, LogLevel.Warning, "{QueueId}: the message is gone from the spool, and its record, {State}, goes as well")]
    public static partial void Lost(ILogger logger, QueueId queueId, MessageState state);

    [LoggerMessage(215, LogLevel.Information, "Forgotten: {Rejects} records of refused mail, {Greylist} entries of greylisting, {Suppressions} suppressed addresses, {Vacations} answers of absent owners, {Duplicates} messages seen")]
    public static partial void Pruned(ILogger logger, int rejects, int greylist, int suppressions, int vacations, int duplicates);
}
