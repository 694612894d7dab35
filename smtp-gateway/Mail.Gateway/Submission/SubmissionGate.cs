using System.Net;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Who may submit at all: whoever has authenticated, under TLS.</summary>
internal static class SubmissionGate
{
    /// <summary>A password may be asked for: nobody can read along (RFC 4954 §4), or only this machine's own.</summary>
    public static bool PermitsPasswords(SmtpSessionInfo session, GatewayOptions options) =>
        session.Tls is not null
        || (options.AuthWithoutTlsOnLoopback && IPAddress.TryParse(session.ClientAddress, out var client) && IPAddress.IsLoopback(client));

    /// <summary>At MAIL; <c>null</c> to go on. Ports for mail between servers are not concerned.</summary>
    public static Refusal? Check(SmtpSessionInfo session, GatewayOptions options) => session switch
    {
        { IsSubmission: false } or { AuthenticatedUser: not null } => null,
        _ when !PermitsPasswords(session, options) => new Refusal(GatewayReplies.StartTlsFirst, "no-tls"),
        _ => new Refusal(GatewayReplies.AuthenticateFirst, "not-authenticated"),
    };
}
