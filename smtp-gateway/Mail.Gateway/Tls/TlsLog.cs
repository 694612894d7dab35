namespace Mail.Gateway;

/// <summary>Log lines about certificates and handshakes: events 160 to 169.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(160, LogLevel.Information, "TLS certificate {Source} is in force: for {Names}, until {NotAfter:u}")]
    public static partial void Loaded(ILogger logger, string source, string names, DateTimeOffset notAfter);

    [LoggerMessage(161, LogLevel.Warning, "TLS certificate {Source} has changed and cannot be used: {Reason}. The one before stays in force, until {NotAfter:u}")]
    public static partial void NotReloaded(ILogger logger, string source, string reason, DateTimeOffset notAfter);

    [LoggerMessage(162, LogLevel.Warning, "TLS certificate {Source} is not there yet: {Reason}. It is not offered until it is")]
    public static partial void NotLoaded(ILogger logger, string source, string reason);

    [LoggerMessage(163, LogLevel.Warning, "TLS certificate {Source} expires in {Days} days, at {NotAfter:u}: renew it")]
    public static partial void ExpiresSoon(ILogger logger, string source, int days, DateTimeOffset notAfter);

    [LoggerMessage(164, LogLevel.Error, "TLS certificate {Source} has expired at {NotAfter:u}: mail clients refuse it. Renew it")]
    public static partial void Expired(ILogger logger, string source, DateTimeOffset notAfter);

    [LoggerMessage(165, LogLevel.Warning, "TLS certificate {Source} is valid from {NotBefore:u} on only: is this machine's clock right?")]
    public static partial void NotYetValid(ILogger logger, string source, DateTimeOffset notBefore);

    [LoggerMessage(166, LogLevel.Warning, "There is no TLS certificate: mail is received unencrypted, and submission ({Ports}) is not opened. Set MAIL_TLS_CERTIFICATE")]
    public static partial void NoCertificate(ILogger logger, string ports);

    [LoggerMessage(167, LogLevel.Information, "session {Session}: client=[{Client}]: no TLS, the handshake failed: {Reason}")]
    public static partial void HandshakeFailed(ILogger logger, string session, string? client, string reason);

    [LoggerMessage(168, LogLevel.Error, "Looking for new TLS certificates failed, will look again")]
    public static partial void RefreshFailed(ILogger logger, Exception exception);
}
