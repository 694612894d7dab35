using System.Security.Cryptography;
using System.Text;
using Mail.Smtp;

namespace Mail.Fuzz.Session;

/// <summary>One user with one password and one token. Counts whom it lets in, and looks at what it is asked.</summary>
internal sealed class SessionAccounts : ISaslAccounts
{
    public const string User = "alice@example.test";
    public const string Password = "correct-horse-battery";
    public const string Token = "ya29.token-of-alice";

    // RFC 7677 §4: the fewest that there may be.
    private const int Iterations = 4096;

    private static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
    private static readonly ScramKeys Keys = Derive();
    private static readonly SaslVerdict Invalid = new SaslVerdict.Refused(SaslReplies.Invalid) { BearerStatus = "invalid_token" };
    private static readonly ChannelBinding Binding = new("tls-server-end-point", new byte[32]);

    public static IReadOnlyList<string> Mechanisms { get; } =
    [
        SaslMechanisms.Plain, SaslMechanisms.Login, SaslMechanisms.ScramSha256, SaslMechanisms.ScramSha256Plus, SaslMechanisms.OAuthBearer,
        SaslMechanisms.XOAuth2,
    ];

    /// <summary>How many credentials were right.</summary>
    public int Accepted { get; private set; }

    /// <summary>The server's part of the nonce is always the same, so that an input can be repeated and can be right.</summary>
    public ISaslExchange? Begin(string mechanism) => mechanism switch
    {
        SaslMechanisms.ScramSha256 or SaslMechanisms.ScramSha256Plus => new ScramExchange(mechanism, this, [Binding], "server-nonce"),
        _ => SaslMechanisms.Begin(mechanism, this, [Binding]),
    };

    public ValueTask<SaslVerdict> VerifyPasswordAsync(string user, string password, CancellationToken cancellationToken)
    {
        Check(user, SaslText.MaxUser);
        Check(password, SaslText.MaxPassword);
        return new(Judge(user == User && password == Password));
    }

    public ValueTask<ScramLookup> FindScramAsync(string user, CancellationToken cancellationToken)
    {
        Check(user, SaslText.MaxUser);
        return new(new ScramLookup { Salt = Salt, Iterations = Iterations, Keys = user == User ? [Keys] : [] });
    }

    public ValueTask<SaslVerdict> ConcludeScramAsync(string user, ScramKeys? matched, CancellationToken cancellationToken) =>
        new(Judge(matched is not null));

    public ValueTask<SaslVerdict> VerifyTokenAsync(string? user, string token, CancellationToken cancellationToken)
    {
        Check(user ?? "x", SaslText.MaxUser);
        BrokenPromiseException.Unless(token.Length > 0 && token.All(c => c is > ' ' and < '\x7f'), "a token is printable");
        return new(Judge(user is null or User && token == Token));
    }

    private SaslVerdict Judge(bool isRight)
    {
        Accepted += isRight ? 1 : 0;
        return isRight ? new SaslVerdict.Accepted(User) : Invalid;
    }

    private static void Check(string text, int limit) => BrokenPromiseException.Unless(
        text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= limit && !text.Contains('\0', StringComparison.Ordinal),
        "text is within the limits and has no NUL");

    // RFC 5802 §3.
    private static ScramKeys Derive()
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Password, Salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        return new ScramKeys(
            SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8)), HMACSHA256.HashData(salted, "Server Key"u8));
    }
}
