using System.Security.Cryptography;
using System.Text;
using Mail.Core;

namespace Mail.Credentials;

/// <summary>Makes verifiers of passwords and compares passwords with them. Slow on purpose: <see cref="DefaultIterations"/>.</summary>
public static class PasswordHashing
{
    /// <summary>
    /// OWASP Password Storage Cheat Sheet for PBKDF2-HMAC-SHA256. 134 ms of a 2.5 GHz core: a login costs that once per password and some
    /// minutes (the gateway remembers), a guesser every time.
    /// </summary>
    public const int DefaultIterations = 600_000;

    /// <summary>Characters. More would only buy a client CPU time of ours; nobody types more.</summary>
    public const int MaxLength = 1024;

    /// <summary>Octets of a salt: RFC 5802 asks for unpredictable, NIST SP 800-132 §5.1 for 128 bits.</summary>
    public const int SaltSize = 16;

    /// <summary>It has 1 to <see cref="MaxLength"/> characters, and SASLprep (RFC 4013) lets it pass.</summary>
    public static bool IsAcceptable(string password) => password.Length <= MaxLength && PasswordPreparation.Prepare(password) is not null;

    /// <param name="password">Acceptable.</param>
    /// <param name="like">Another password of the account, whose salt and iterations this one gets; <c>null</c> when there is none.</param>
    /// <exception cref="ArgumentException">The password is not acceptable.</exception>
    public static PasswordVerifier Create(string password, PasswordVerifier? like = null, int iterations = DefaultIterations)
    {
        if (!IsAcceptable(password))
        {
            throw new ArgumentException("The password is empty, too long, or has characters that no password may have.", nameof(password));
        }

        var salt = like?.Salt.ToArray() ?? RandomNumberGenerator.GetBytes(SaltSize);
        iterations = like?.Iterations ?? iterations;
        var salted = Derive(password, salt, iterations);
        return new PasswordVerifier(salt, iterations, StoredKey(salted), HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>SaltedPassword of RFC 5802 §3: the costly part. As costly for a password that cannot be anybody's.</summary>
    public static byte[] Derive(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        var prepared = password.Length <= MaxLength ? PasswordPreparation.Prepare(password) : null;
        var octets = Encoding.UTF8.GetBytes(prepared ?? "");
        var salted = Rfc2898DeriveBytes.Pbkdf2(octets, salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        CryptographicOperations.ZeroMemory(octets);
        return prepared is null ? RandomNumberGenerator.GetBytes(salted.Length) : salted;
    }

    /// <param name="salted">By <see cref="Derive"/>, with the verifier's salt and iterations.</param>
    public static bool Matches(PasswordVerifier verifier, ReadOnlySpan<byte> salted) =>
        CryptographicOperations.FixedTimeEquals(StoredKey(salted), verifier.StoredKey.Span);

    /// <summary>All in one, for tools.</summary>
    /// <param name="hash">A <see cref="PasswordVerifier"/> as text, or anything else, which verifies nothing.</param>
    public static bool Verify(string? hash, string password) =>
        PasswordVerifier.TryParse(hash, out var verifier) && Matches(verifier, Derive(password, verifier.Salt.Span, verifier.Iterations));

    // RFC 5802 §3: StoredKey = H(HMAC(SaltedPassword, "Client Key")).
    private static byte[] StoredKey(ReadOnlySpan<byte> salted) => SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
}
