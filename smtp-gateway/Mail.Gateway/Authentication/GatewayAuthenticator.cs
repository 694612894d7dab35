using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Which mechanisms a session is offered, and how an exchange begins.</summary>
internal sealed class GatewayAuthenticator(AccountLogins logins, GatewayOptions options)
{
    // The best first: clients that do not choose take the first they know.
    private readonly string[] _all =
    [
        .. options.ScramPlus ? [SaslMechanisms.ScramSha256Plus] : Array.Empty<string>(),
        SaslMechanisms.ScramSha256,
        SaslMechanisms.Plain,
        SaslMechanisms.Login,
        .. logins.Tokens is null ? Array.Empty<string>() : [SaslMechanisms.OAuthBearer, SaslMechanisms.XOAuth2],
    ];

    /// <summary>On ports for submission only, and where a password may be asked for; -PLUS where the connection has something to bind to.</summary>
    public IReadOnlyList<string> Mechanisms(SmtpSessionInfo session) =>
        !session.IsSubmission || !SubmissionGate.PermitsPasswords(session, options) ? []
        : options.ScramPlus && Bindings(session).Count == 0 ? _all[1..]
        : _all;

    /// <summary><c>null</c> for a mechanism that is not offered.</summary>
    public ISaslExchange? Begin(SmtpSessionInfo session, string mechanism) =>
        Mechanisms(session).Contains(mechanism, StringComparer.OrdinalIgnoreCase)
            ? SaslMechanisms.Begin(mechanism, new GatewayAccounts(logins, mechanism.ToUpperInvariant(), session), Bindings(session))
            : null;

    // A binding that is not offered must not make SCRAM-SHA-256 refuse clients that noticed (RFC 5802 §6).
    private IReadOnlyList<ChannelBinding> Bindings(SmtpSessionInfo session) =>
        options.ScramPlus && session.Tls?.ServerEndPoint is { } endPoint ? [new ChannelBinding("tls-server-end-point", endPoint)] : [];
}
