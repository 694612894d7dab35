using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Mail.Core;

/// <summary>
/// What is kept of a password: enough to recognize it (PLAIN, LOGIN) and to speak SCRAM-SHA-256 (RFC 5802 §3), not enough to log in elsewhere.
/// As text it is that of RFC 5803, which PostgreSQL writes too: <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c>, all base64.
/// </summary>
public sealed class PasswordVerifier : IEquatable<PasswordVerifier>
{
    /// <summary>RFC 7677 §4 asks for 4096 and more.</summary>
    public const int MinIterations = 4096;

    /// <summary>Ten times what OWASP recommends today: more in a row that somebody typed would let one login occupy a core for seconds.</summary>
    public const int MaxIterations = 6_000_000;

    private const string Scheme = "SCRAM-SHA-256";
    private const int KeySize = SHA256.HashSizeInBytes;
    private const int MaxSalt = 64;

    private readonly byte[] _salt;
    private readonly byte[] _storedKey;
    private readonly byte[] _serverKey;

    /// <exception cref="ArgumentException">A key that is not 32 octets, a salt of none or more than 64, iterations out of range.</exception>
    public PasswordVerifier(ReadOnlySpan<byte> salt, int iterations, ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> serverKey)
    {
        if (salt.Length is 0 or > MaxSalt
            || iterations is < MinIterations or > MaxIterations
            || storedKey.Length != KeySize
            || serverKey.Length != KeySize)
        {
            throw new ArgumentException($"A verifier has a salt, {MinIterations} to {MaxIterations} iterations and two keys of {KeySize} octets.");
        }

        _salt = salt.ToArray();
        _storedKey = storedKey.ToArray();
        _serverKey = serverKey.ToArray();
        Iterations = iterations;
    }

    /// <summary>Known to everybody who asks for it by SCRAM.</summary>
    public ReadOnlyMemory<byte> Salt => _salt;

    /// <summary>Of PBKDF2.</summary>
    public int Iterations { get; }

    public ReadOnlyMemory<byte> StoredKey => _storedKey;

    public ReadOnlyMemory<byte> ServerKey => _serverKey;

    public static bool TryParse(string? text, [NotNullWhen(true)] out PasswordVerifier? verifier)
    {
        verifier = null;
        var parts = text?.Trim().Split('$', ':') ?? [];
        var salt = new byte[MaxSalt];
        var keys = new byte[2][];
        if (parts.Length != 5
            || parts[0] != Scheme
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < MinIterations or > MaxIterations
            || !Convert.TryFromBase64String(parts[2], salt, out var saltSize)
            || saltSize == 0)
        {
            return false;
        }

        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = new byte[KeySize];
            if (!Convert.TryFromBase64String(parts[3 + i], keys[i], out var size) || size != KeySize)
            {
                return false;
            }
        }

        verifier = new PasswordVerifier(salt.AsSpan(0, saltSize), iterations, keys[0], keys[1]);
        return true;
    }

    /// <summary>Made with the same salt and as many iterations: what one derivation gives can be compared with both.</summary>
    public bool SharesSaltWith(PasswordVerifier other) => Iterations == other.Iterations && _salt.AsSpan().SequenceEqual(other._salt);

    /// <summary>The text for a table. Whoever has it can try passwords, so it is not for logs.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scheme}${Iterations}:{Convert.ToBase64String(_salt)}${Convert.ToBase64String(_storedKey)}:{Convert.ToBase64String(_serverKey)}");

    public bool Equals(PasswordVerifier? other) =>
        other is not null
        && SharesSaltWith(other)
        && CryptographicOperations.FixedTimeEquals(_storedKey, other._storedKey)
        && CryptographicOperations.FixedTimeEquals(_serverKey, other._serverKey);

    public override bool Equals(object? obj) => Equals(obj as PasswordVerifier);

    public override int GetHashCode() => BitConverter.ToInt32(_storedKey);
}
