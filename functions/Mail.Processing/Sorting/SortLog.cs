using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What sorting says in the log. Event ids 260 to 289.</summary>
internal static partial class SortLog
{
    [LoggerMessage(260, LogLevel.Warning, "Rule {Rule}, version {Version}, does not compile and is left out: {Problem}")]
    public static partial void Broken(ILogger logger, string rule, string version, string problem);

    [LoggerMessage(261, LogLevel.Warning, "{QueueId}: the rules for {Mailbox} ended early, the message is kept: {Problem}")]
    public static partial void Failed(ILogger logger, QueueId queueId, string mailbox, string problem);

    [LoggerMessage(262, LogLevel.Error, "{QueueId}: an error in the engine of rules for {Mailbox}; the message is kept")]
    public static partial void Fault(ILogger logger, Exception error, QueueId queueId, string mailbox);

    [LoggerMessage(263, LogLevel.Information, "{QueueId}: {Kind} {ReplyId} to <{To}> for {Mailbox}")]
    public static partial void Replied(ILogger logger, QueueId queueId, string kind, QueueId replyId, MailAddress to, MailAddress mailbox);

    [LoggerMessage(264, LogLevel.Information, "{QueueId}: no {Kind} for {Mailbox}: {Reason}")]
    public static partial void NotReplied(ILogger logger, QueueId queueId, string kind, MailAddress mailbox, string reason);
}
