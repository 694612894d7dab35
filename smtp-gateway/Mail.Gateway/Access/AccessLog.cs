using Mail.Core;

namespace Mail.Gateway;

/// <summary>Log lines of access policy: events 180 to 189.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(180, LogLevel.Information, "{QueueId}: from=<{ReversePath}>, size={Size}, client=[{Client}], helo={Helo}: answered 250 and thrown away, as a rule wants it")]
    public static partial void Discarded(ILogger logger, QueueId queueId, MailAddress? reversePath, long size, string? client, string? helo);

    [LoggerMessage(181, LogLevel.Information, "{QueueId}: goes into the spool on hold, as a rule wants it; let it go with: mailctl queue release {QueueId}")]
    public static partial void Held(ILogger logger, QueueId queueId);

    [LoggerMessage(182, LogLevel.Warning, "Mail to {Address} is refused, and RFC 5321 §4.5.1 wants it to be taken: add an account or alias for it, or set MAIL_POSTMASTER")]
    public static partial void NoRoleMailbox(ILogger logger, MailAddress address);

    [LoggerMessage(183, LogLevel.Warning, "Table Greylist cannot be used ({Reason}): nobody is put off until it can")]
    public static partial void GreylistUnavailable(ILogger logger, string reason);

    [LoggerMessage(184, LogLevel.Warning, "Table Rejects cannot be written ({Reason}): until it can, refused mail is not recorded but in this log")]
    public static partial void RejectsNotRecorded(ILogger logger, string reason);
}
