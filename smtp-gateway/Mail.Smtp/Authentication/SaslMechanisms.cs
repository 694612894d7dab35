using System.Security.Cryptography;

namespace Mail.Smtp;

/// <summary>The mechanisms that there are, by their registered names, and how an exchange of each begins.</summary>
public static class SaslMechanisms
{
    public const string Plain = "PLAIN";
    public const string Login = "LOGIN";
    public const string ScramSha256 = "SCRAM-SHA-256";
    public const string ScramSha256Plus = "SCRAM-SHA-256-PLUS";
    public const string OAuthBearer = "OAUTHBEARER";
    public const string XOAuth2 = "XOAUTH2";

    // RFC 5802 §5.1 asks for enough; 144 bits as base64 without padding.
    private const int NonceSize = 18;

    /// <param name="mechanism">Any case (RFC 4954 §4).</param>
    /// <param name="accounts">Of this session.</param>
    /// <param name="bindings">Of this connection; empty without TLS or where it has none.</param>
    /// <returns><c>null</c> for a mechanism that we do not know, and for a -PLUS without binding.</returns>
    public static ISaslExchange? Begin(string mechanism, ISaslAccounts accounts, IReadOnlyList<ChannelBinding> bindings) =>
        mechanism.ToUpperInvariant() switch
        {
            Plain => new PlainExchange(accounts),
            Login => new LoginExchange(accounts),
            ScramSha256 => new ScramExchange(ScramSha256, accounts, bindings, Nonce()),
            ScramSha256Plus when bindings.Count > 0 => new ScramExchange(ScramSha256Plus, accounts, bindings, Nonce()),
            OAuthBearer => new BearerExchange(OAuthBearer, accounts),
            XOAuth2 => new BearerExchange(XOAuth2, accounts),
            _ => null,
        };

    private static string Nonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceSize));
}
