using System.Security.Cryptography;
using System.Text;

namespace Mail.Smtp.Tests.Authentication;

/// <summary>Users by name and password; tokens by text. Remembers what it was asked.</summary>
internal sealed class StubAccounts : ISaslAccounts
{
    // RFC 7677 §3.
    public static readonly byte[] Salt = Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==");

    public const int Iterations = 4096;

    public Dictionary<string, string[]> Passwords { get; } = [];

    public Dictionary<string, string> Tokens { get; } = [];

    public SaslVerdict.Refused Refusal { get; set; } = new(SaslReplies.Invalid);

    public List<string> Asked { get; } = [];

    public static ScramKeys KeysOf(string password)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), Salt, Iterations, HashAlgorithmName.SHA256, 32);
        return new ScramKeys(
            SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8)),
            HMACSHA256.HashData(salted, "Server Key"u8));
    }

    public ValueTask<SaslVerdict> VerifyPasswordAsync(string user, string password, CancellationToken cancellationToken)
    {
        Asked.Add($"{user}/{password}");
        return new(Passwords.TryGetValue(user, out var own) && own.Contains(password) ? new SaslVerdict.Accepted(user) : Refusal);
    }

    public ValueTask<ScramLookup> FindScramAsync(string user, CancellationToken cancellationToken)
    {
        Asked.Add(user);
        return new(new ScramLookup
        {
            Salt = Salt,
            Iterations = Iterations,
            Keys = [.. Passwords.GetValueOrDefault(user, ["nobody knows it"]).Select(KeysOf)],
        });
    }

    public ValueTask<SaslVerdict> ConcludeScramAsync(string user, ScramKeys? matched, CancellationToken cancellationToken) =>
        new(matched is not null && Passwords.ContainsKey(user) ? new SaslVerdict.Accepted(user) : Refusal);

    public ValueTask<SaslVerdict> VerifyTokenAsync(string? user, string token, CancellationToken cancellationToken)
    {
        Asked.Add($"{user}/{token}");
        return new(Tokens.TryGetValue(token, out var owner) && owner == (user ?? owner) ? new SaslVerdict.Accepted(owner) : Refusal);
    }
}
