using Mail.Core;

namespace Mail.Gateway;

/// <summary>Log lines of the gateway but for acceptance: events 120 to 139. Mail.Smtp has those before, the message flow begins at 200.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(120, LogLevel.Information, "{QueueId}: from=<{ReversePath}>, size={Size}, nrcpt={Recipients}, client=[{Client}], helo={Helo}, proto={Protocol}: accepted after {Milliseconds} ms")]
    public static partial void Accepted(
        ILogger logger, QueueId queueId, string reversePath, long size, int recipients, string? client, string? helo, string protocol, int milliseconds);

    [LoggerMessage(121, LogLevel.Information, "session {Session}: from=<{ReversePath}>, to=<{Recipient}>, client={ClientName}[{Client}], helo={Helo}: refused with {Code}, {Reason}: {Detail}")]
    public static partial void Refused(
        ILogger logger, string session, MailAddress? reversePath, MailAddress? recipient, string? clientName, string? client, string? helo, int code,
        string reason, string detail);

    [LoggerMessage(122, LogLevel.Warning, "session {Session}: to=<{Recipient}>: the directory cannot be reached ({Reason}): answering 451")]
    public static partial void DirectoryUnavailable(ILogger logger, string session, MailAddress recipient, string reason);

    [LoggerMessage(123, LogLevel.Error, "{QueueId}: the spool did not {Step} ({Reason}): answering 451, nothing is left of the message")]
    public static partial void NotSpooled(ILogger logger, QueueId queueId, string step, string reason);

    [LoggerMessage(124, LogLevel.Warning, "{QueueId}: accepted, but the connection ended before the answer was out: in doubt, a retry will be recognized")]
    public static partial void NotAnswered(ILogger logger, QueueId queueId);

    [LoggerMessage(126, LogLevel.Information, "Stopping: no new sessions, waiting up to {Timeout} for messages that are arriving")]
    public static partial void Draining(ILogger logger, TimeSpan timeout);

    [LoggerMessage(127, LogLevel.Warning, "Not ready: {Reason}")]
    public static partial void NotReady(ILogger logger, string reason);

    [LoggerMessage(129, LogLevel.Warning, "Mail to {Postmaster} is not deliverable, and RFC 5321 §4.5.1 wants it to be: add that account or alias, or set MAIL_POSTMASTER")]
    public static partial void NoPostmaster(ILogger logger, MailAddress postmaster);

    [LoggerMessage(130, LogLevel.Warning, "Whether mail to the postmaster is deliverable is not known, the directory cannot be reached ({Reason})")]
    public static partial void PostmasterUnknown(ILogger logger, string reason);

    [LoggerMessage(131, LogLevel.Information,
        "Bounces of forwarded mail do not come back through us: MAIL_SRS_SECRET is not set. An SRS address is like any other")]
    public static partial void NoSrs(ILogger logger);
}
