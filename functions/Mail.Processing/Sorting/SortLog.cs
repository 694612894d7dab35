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

    // Hosts only: what stands behind them in a URL may be a secret.
    [LoggerMessage(265, LogLevel.Information, "{QueueId}: call {CallId} of {Host} for {Mailbox}")]
    public static partial void Called(ILogger logger, QueueId queueId, QueueId callId, string host, MailAddress mailbox);

    [LoggerMessage(266, LogLevel.Information, "Call {CallId} of {Host}: taken at attempt {Attempts}")]
    public static partial void CallTaken(ILogger logger, QueueId callId, string host, int attempts);

    [LoggerMessage(267, LogLevel.Information, "Call {CallId} of {Host}: {Answer}; again in {Delay}")]
    public static partial void CallPutOff(ILogger logger, QueueId callId, string host, string answer, TimeSpan delay);

    [LoggerMessage(268, LogLevel.Warning, "Call {CallId} of {Host}: given up after {Attempts} attempts: {Answer}")]
    public static partial void CallGivenUp(ILogger logger, QueueId callId, string host, int attempts, string answer);

    [LoggerMessage(269, LogLevel.Error, "{QueueId}: an error in writing a reply for {Mailbox}")]
    public static partial void ReplyFault(ILogger logger, Exception error, QueueId queueId, MailAddress mailbox);
}
