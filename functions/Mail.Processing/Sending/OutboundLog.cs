using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What the sending flow says in the log. Event ids 300 to 329.</summary>
internal static partial class OutboundLog
{
    /// <summary>One line for each recipient that the attempt was about, as Postfix's.</summary>
    public static void Attempted(ILogger logger, OutboundJob before, OutboundJob after)
    {
        for (var i = 0; i < before.Recipients.Count; i++)
        {
            if (before.Recipients[i].IsPending && after.Recipients[i] is { Status: not null } recipient)
            {
                Recipient(logger, after.JobId, recipient.Address, recipient.Host ?? "none", recipient.State, recipient.Reply?.ToString() ?? recipient.Reason);
            }
        }
    }

    [LoggerMessage(300, LogLevel.Information, "{JobId}: to=<{Recipient}>, relay={Host}, {State}: {Reply}")]
    private static partial void Recipient(ILogger logger, string jobId, MailAddress recipient, string host, OutboundRecipientState state, string reply);

    [LoggerMessage(301, LogLevel.Debug, "{JobId}: put back for {Delay}: {Reason}")]
    public static partial void PutBack(ILogger logger, string jobId, TimeSpan delay, string reason);

    [LoggerMessage(302, LogLevel.Information, "{JobId}: {Kind} notice {NoticeId} to <{To}>")]
    public static partial void Noticed(ILogger logger, string jobId, NoticeKind kind, QueueId noticeId, MailAddress to);

    [LoggerMessage(303, LogLevel.Error, "{JobId}: a notice for {Destination} cannot be delivered, and nobody is left to be told")]
    public static partial void NobodyToTell(ILogger logger, string jobId, string destination);

    [LoggerMessage(304, LogLevel.Warning, "{JobId}: its message is not in the spool any more; its recipients are given up")]
    public static partial void MessageGone(ILogger logger, string jobId);

    [LoggerMessage(305, LogLevel.Warning, "{JobId}: its lease is lost: another process is at it, or storage took no renewal; its attempt was stopped")]
    public static partial void LeaseLost(ILogger logger, string jobId);

    [LoggerMessage(306, LogLevel.Warning, "{JobId}: {What} could not be written and is left for later: {Reason}")]
    public static partial void NotWritten(ILogger logger, string jobId, string what, string reason);

    [LoggerMessage(307, LogLevel.Error, "Job {JobId} for {Destination} cannot be read: {Problem}")]
    public static partial void Spoiled(ILogger logger, string jobId, string destination, string problem);

    [LoggerMessage(308, LogLevel.Information, "{Id}: <{Address}> gets nothing more until {Until}: {Reason}")]
    public static partial void Suppressed(ILogger logger, string id, MailAddress address, DateTimeOffset until, string reason);

    [LoggerMessage(309, LogLevel.Error, "{JobId}: its attempt at {NextHop} ended by a fault of this program; it counts as one that failed for now")]
    public static partial void Fault(ILogger logger, Exception e, string jobId, string nextHop);

    [LoggerMessage(320, LogLevel.Warning, "{JobId}: its attempt of {Due} did not happen: enqueued")]
    public static partial void Overdue(ILogger logger, string jobId, DateTimeOffset due);
}
