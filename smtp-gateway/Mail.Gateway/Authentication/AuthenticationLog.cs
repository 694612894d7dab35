namespace Mail.Gateway;

/// <summary>
/// Log lines of authentication and submission: events 170 to 179. A name that is no account's is not logged, for people type their password into that
/// field; passwords, proofs and tokens never are.
/// </summary>
internal static partial class AuthenticationLog
{
    public const string NoAccount = "(no account)";

    [LoggerMessage(170, LogLevel.Information, "session {Session}: user={User}, method={Method}, client=[{Client}]: authenticated by {Credential}")]
    public static partial void Succeeded(ILogger logger, string session, string user, string method, string? client, string credential);

    [LoggerMessage(171, LogLevel.Warning, "session {Session}: user={User}, method={Method}, client=[{Client}]: authentication failed: {Reason}")]
    public static partial void Failed(ILogger logger, string session, string user, string method, string? client, string reason);

    [LoggerMessage(172, LogLevel.Warning, "session {Session}: user={User}, client=[{Client}]: no further attempts for {Time}")]
    public static partial void Blocked(ILogger logger, string session, string user, string? client, TimeSpan time);

    [LoggerMessage(173, LogLevel.Warning, "session {Session}: method={Method}, client=[{Client}]: answering 454: {Reason}")]
    public static partial void Unavailable(ILogger logger, string session, string method, string? client, string reason);

    [LoggerMessage(174, LogLevel.Warning, "The use of app password '{Name}' of account {AccountId} could not be noted ({Reason})")]
    public static partial void UseNotNoted(ILogger logger, string name, string accountId, string reason);

    [LoggerMessage(175, LogLevel.Warning, "No MAIL_AUTH_SECRET, and the storage has no account key: the salts that SCRAM tells about unknown names change with each start and tell who exists")]
    public static partial void NoSecret(ILogger logger);

    [LoggerMessage(176, LogLevel.Warning, "The keys of the token issuer {Issuer} cannot be had ({Reason}): tokens are answered 454")]
    public static partial void IssuerUnavailable(ILogger logger, string issuer, string reason);

    [LoggerMessage(177, LogLevel.Warning, "No MAIL_OAUTH_SCOPE: every token that {Issuer} makes for {Audience} may send mail, among them ID tokens of applications with that name")]
    public static partial void NoScope(ILogger logger, string issuer, string audience);
}
