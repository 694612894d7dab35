using Microsoft.Extensions.Logging;

namespace Mail.Smtp;

/// <summary>The log of the protocol, events 100 to 119. No address, no content and nothing else that a client wrote, but in the host's own lines.</summary>
internal static partial class SmtpLog
{
    [LoggerMessage(100, LogLevel.Information, "session {SessionId} from {ClientAddress} begins")]
    public static partial void SessionBegins(ILogger logger, string sessionId, string? clientAddress);

    [LoggerMessage(
        101,
        LogLevel.Information,
        "session {SessionId} ends: {End} after {Seconds:F1} s, {Commands} commands, {Accepted} messages accepted, {Octets} octets of content, {Refused} refusals")]
    public static partial void SessionEnds(
        ILogger logger, string sessionId, SessionEnd end, double seconds, int commands, int accepted, long octets, int refused);

    [LoggerMessage(102, LogLevel.Information, "session {SessionId} refused {Verb} in state {State}: {Reply}")]
    public static partial void Refused(ILogger logger, string sessionId, SmtpVerb verb, SmtpState state, SmtpReply reply);

    [LoggerMessage(103, LogLevel.Warning, "session {SessionId}: storage unavailable during {During}")]
    public static partial void StorageUnavailable(ILogger logger, string sessionId, string during, Exception exception);

    [LoggerMessage(104, LogLevel.Error, "session {SessionId}: the host failed during {During}")]
    public static partial void HostFailed(ILogger logger, string sessionId, string during, Exception exception);

    [LoggerMessage(105, LogLevel.Error, "session {SessionId}: a bug ended it")]
    public static partial void SessionFailed(ILogger logger, string sessionId, Exception exception);

    [LoggerMessage(107, LogLevel.Information, "session {SessionId}: no TLS, the handshake failed: {Reason}")]
    public static partial void HandshakeFailed(ILogger logger, string sessionId, string reason);

    [LoggerMessage(108, LogLevel.Information, "session {SessionId}: {Protocol} with {Cipher}")]
    public static partial void Secured(ILogger logger, string sessionId, string protocol, string cipher);

    [LoggerMessage(106, LogLevel.Warning, "session {SessionId}: the answer to a message could not be delivered; the client may send it again")]
    public static partial void AnswerLost(ILogger logger, string sessionId);

    [LoggerMessage(119, LogLevel.Information, "session {SessionId} goes on for another client, {ClientAddress}, by XCLIENT")]
    public static partial void Impersonates(ILogger logger, string sessionId, string? clientAddress);
}
