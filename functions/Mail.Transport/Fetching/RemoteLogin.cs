using System.Text;
using Mail.Core;
using MailKit;
using MailKit.Security;

namespace Mail.Transport;

/// <summary>Which way to log in, of those that a server offers.</summary>
internal static class RemoteLogin
{
    // The best first: those that do not show the password, then those that do, within TLS. RFC 7677, RFC 5802, RFC 2195, RFC 4616.
    private static readonly string[] Preferred = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN"];

    /// <returns><c>null</c>: by the protocol's own command, USER and PASS or LOGIN.</returns>
    /// <exception cref="RemoteMailboxException">The server has nothing that the account asks for.</exception>
    public static SaslMechanism? Choose(RemoteAccount account, IReadOnlySet<string> offered, string secret, RemoteConnection connection)
    {
        if (account.Authentication == RemoteAuthentication.OAuth)
        {
            return Bearer(account, offered, secret, connection);
        }

        return Array.Find(Preferred, offered.Contains) switch
        {
            "SCRAM-SHA-512" => new LimitedScram(new SaslMechanismScramSha512(account.User, secret)),
            "SCRAM-SHA-256" => new LimitedScram(new SaslMechanismScramSha256(account.User, secret)),
            "SCRAM-SHA-1" => new LimitedScram(new SaslMechanismScramSha1(account.User, secret)),
            "CRAM-MD5" => new SaslMechanismCramMd5(account.User, secret),
            "PLAIN" => new SaslMechanismPlain(Encoding.UTF8, account.User, secret),
            "LOGIN" => new SaslMechanismLogin(Encoding.UTF8, account.User, secret),
            _ => null,
        };
    }

    private static SaslMechanism Bearer(RemoteAccount account, IReadOnlySet<string> offered, string token, RemoteConnection connection)
    {
        // RFC 7628 §4: tokens are passwords.
        if (connection.Tls is null && !System.Net.IPAddress.IsLoopback(connection.Address))
        {
            throw new RemoteMailboxException(RemoteFailure.Settings, "no token is sent without TLS");
        }

        // The first by both Google and Microsoft; the other is the standard.
        return offered.Contains("XOAUTH2") ? new XOAuth2Mechanism(account.User, token)
            : offered.Contains("OAUTHBEARER") ? new OAuthBearerMechanism(account.User, token, account.Host, account.EffectivePort)
            : throw new RemoteMailboxException(RemoteFailure.Settings, "the server has neither XOAUTH2 nor OAUTHBEARER");
    }

    /// <summary>Names in upper case.</summary>
    public static IReadOnlySet<string> Offered(IMailService client) =>
        client.AuthenticationMechanisms.Select(name => name.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
}
