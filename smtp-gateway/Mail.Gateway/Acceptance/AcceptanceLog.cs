using Mail.Core;

namespace Mail.Gateway;

/// <summary>Log lines of acceptance, in doubt or not: events 140 to 159.</summary>
internal static partial class AcceptanceLog
{
    [LoggerMessage(140, LogLevel.Warning, "No folder for the in-doubt journal: set MAIL_GATEWAY_STATE. Until then a message can arrive twice when this process dies while it answers")]
    public static partial void NoStateFolder(ILogger logger);

    [LoggerMessage(141, LogLevel.Warning, "Going on without the in-doubt journal: folder {Folder} cannot be used or another gateway uses it ({Reason}). Set MAIL_GATEWAY_STATE to a folder of this gateway's own. Until then a message can arrive twice when this process dies while it answers")]
    public static partial void StateFolderUnusable(ILogger logger, string folder, string reason);

    [LoggerMessage(142, LogLevel.Information, "In-doubt journal read: {Count} messages without a known end, {Unreadable} lines that are no good")]
    public static partial void Replayed(ILogger logger, int count, int unreadable);

    [LoggerMessage(143, LogLevel.Error, "The in-doubt journal cannot be written ({Reason}); mail is accepted without it")]
    public static partial void JournalBroken(ILogger logger, string reason);

    [LoggerMessage(144, LogLevel.Information, "The in-doubt journal can be written again")]
    public static partial void JournalWorksAgain(ILogger logger);

    [LoggerMessage(145, LogLevel.Warning, "{QueueId}: forgotten, too old or too many are in doubt, and it may still be in the spool after a 451")]
    public static partial void ForgottenUndone(ILogger logger, QueueId queueId);

    [LoggerMessage(146, LogLevel.Information, "{QueueId}: in doubt, and done with already")]
    public static partial void HasRecord(ILogger logger, QueueId queueId);

    [LoggerMessage(147, LogLevel.Information, "{QueueId}: in doubt, is in the spool, queued again")]
    public static partial void QueuedAgain(ILogger logger, QueueId queueId);

    [LoggerMessage(148, LogLevel.Information, "{QueueId}: withdrawn after a 451")]
    public static partial void Withdrawn(ILogger logger, QueueId queueId);

    [LoggerMessage(149, LogLevel.Warning, "{QueueId}: was delivered or is being delivered although its client was told 451")]
    public static partial void DeliveredAfterRefusal(ILogger logger, QueueId queueId);

    [LoggerMessage(150, LogLevel.Information, "{QueueId}: the client sends {EarlierId} again, whose answer it did not get: answered with that, no second copy")]
    public static partial void RetryRecognized(ILogger logger, QueueId queueId, QueueId earlierId);

    [LoggerMessage(151, LogLevel.Information, "{QueueId}: the client sends {EarlierId} again, of which nothing is left: spooled anew")]
    public static partial void NothingOfEarlier(ILogger logger, QueueId queueId, QueueId earlierId);

    [LoggerMessage(152, LogLevel.Warning, "{QueueId}: an earlier copy is in doubt and storage does not say what became of it: answering 451")]
    public static partial void EarlierUnknown(ILogger logger, Exception exception, QueueId queueId);

    [LoggerMessage(153, LogLevel.Error, "{QueueId}: could not {Step}, answering 451; what may be left of it is withdrawn")]
    public static partial void NotAccepted(ILogger logger, Exception exception, QueueId queueId, string step);

    [LoggerMessage(154, LogLevel.Warning, "{QueueId}: in doubt, storage does not answer ({Reason}); again in {BackOff}")]
    public static partial void NotSettled(ILogger logger, QueueId queueId, string reason, TimeSpan backOff);
}
