using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// The key under which private keys stand in tables: AES-256-GCM (NIST SP 800-38D), a random nonce for each, bound to the row. Whoever reads the
/// tables without it has nothing.
/// </summary>
public sealed class SealingKey
{
    /// <summary>The key itself, 32 octets in base64 (<c>openssl rand -base64 32</c>), or the URL of a vault's secret that holds it.</summary>
    public const string Variable = "MAIL_KEY";

    /// <summary>A file that holds it; for one machine. Only its owner may read it.</summary>
    public const string FileVariable = "MAIL_KEY_FILE";

    private const string Mark = "aes256gcm:";
    private const int KeySize = 32;

    private readonly byte[] _key;

    private SealingKey(byte[] key) => _key = key;

    /// <summary><c>null</c> when neither variable is set, or the file is not there yet.</summary>
    /// <exception cref="FormatException">It is no key; the message says what to write, and never what was there.</exception>
    /// <exception cref="StorageUnavailableException">The vault does not answer.</exception>
    public static async Task<SealingKey?> ReadAsync(Func<string, string?> environment, ISecrets vault, CancellationToken cancellationToken)
    {
        if (environment(Variable)?.Trim() is { Length: > 0 } value)
        {
            var text = value.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? await vault.ReadAsync(new Uri(value), cancellationToken) : value;
            return TryParse(text, out var key) ? key : throw Bad(Variable);
        }

        return environment(FileVariable)?.Trim() is { Length: > 0 } file && File.Exists(file)
            ? TryParse(await File.ReadAllTextAsync(file, cancellationToken), out var read) ? read : throw Bad(FileVariable)
            : null;
    }

    /// <summary>Makes the file with a new key, readable by its owner only. A file that is there stays.</summary>
    public static async Task CreateFileAsync(string file, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)) + "\n"), cancellationToken);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out SealingKey? key)
    {
        var octets = new byte[KeySize + 3];
        var isKey = Convert.TryFromBase64String(text?.Trim() ?? "", octets, out var length) && length == KeySize;
        key = isKey ? new SealingKey(octets[..KeySize]) : null;
        return isKey;
    }

    /// <summary>A key for something else, of 32 octets: who has it learns nothing of this one (HKDF, RFC 5869).</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeySize, info: Encoding.UTF8.GetBytes(purpose));

    /// <param name="place">Whose secret it is: what is opened elsewhere does not open.</param>
    internal string Seal(ReadOnlySpan<byte> secret, string place)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var sealing = new byte[nonceSize + secret.Length + tagSize];
        RandomNumberGenerator.Fill(sealing.AsSpan(0, nonceSize));
        using var aes = new AesGcm(_key, tagSize);
        aes.Encrypt(
            sealing.AsSpan(0, nonceSize),
            secret,
            sealing.AsSpan(nonceSize, secret.Length),
            sealing.AsSpan(nonceSize + secret.Length),
            Encoding.UTF8.GetBytes(place));
        return Mark + Convert.ToBase64String(sealing);
    }

    /// <summary><c>null</c> when it was not sealed with this key for this place.</summary>
    internal byte[]? Open(string text, string place)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var sealing = new byte[text.Length];
        if (!text.StartsWith(Mark, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(text[Mark.Length..], sealing, out var length)
            || length < nonceSize + tagSize)
        {
            return null;
        }

        var secret = new byte[length - nonceSize - tagSize];
        using var aes = new AesGcm(_key, tagSize);
        try
        {
            aes.Decrypt(
                sealing.AsSpan(0, nonceSize),
                sealing.AsSpan(nonceSize, secret.Length),
                sealing.AsSpan(nonceSize + secret.Length, tagSize),
                secret,
                Encoding.UTF8.GetBytes(place));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static FormatException Bad(string variable) =>
        new($"{variable} does not hold a key: 32 octets in base64, such as openssl rand -base64 32 prints.");
}
