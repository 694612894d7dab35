using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Core;

/// <summary>The secrets of <see cref="Srs"/>: gateway and functions need the same.</summary>
public sealed class SrsSecrets
{
    /// <summary>
    /// Secrets, or the URL of a vault's secret that holds them. Without them forwarded mail keeps its reverse-path, and no SRS address is known: as with
    /// Postfix when there is no postsrsd.
    /// </summary>
    public const string Variable = "MAIL_SRS_SECRET";

    /// <summary>A file that holds them; for one machine. Only its owner may read it.</summary>
    public const string FileVariable = "MAIL_SRS_SECRET_FILE";

    /// <summary>Characters. 128 bits in hexadecimal have 32; a shorter one is a word.</summary>
    public const int MinLength = 32;

    private SrsSecrets(IReadOnlyList<ReadOnlyMemory<byte>> all) => All = all;

    /// <summary>With which addresses are made.</summary>
    public ReadOnlyMemory<byte> Current => All[0];

    /// <summary>The current one first, then those whose addresses may still be on their way.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> All { get; }

    /// <summary>Reads secrets separated by spaces or commas, the current one first: to change it, put a new one in front and drop the last after 21 days.</summary>
    /// <param name="error">Says what to write; never shows a secret.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SrsSecrets? secrets, [NotNullWhen(false)] out string? error)
    {
        var all = text.Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var isGood = all.Length > 0 && all.All(secret => secret.Length >= MinLength);
        secrets = isGood ? new SrsSecrets([.. all.Select(secret => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(secret))]) : null;
        error = isGood ? null : $"{Variable} has to be a secret of {MinLength} characters or more, such as openssl rand -hex 32 prints";
        return isGood;
    }

    /// <summary>Reads what <see cref="Variable"/>, or else <see cref="FileVariable"/>, names; <c>null</c> when neither is set.</summary>
    /// <exception cref="FormatException">It is no good; the message says what to write, and never what was there.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor by this user.</exception>
    /// <exception cref="StorageUnavailableException">The vault does not answer.</exception>
    public static async Task<SrsSecrets?> ReadAsync(Func<string, string?> environment, ISecrets vault, CancellationToken cancellationToken)
    {
        if (environment(Variable)?.Trim() is { Length: > 0 } value)
        {
            return Parse(Variable, IsVault(value) ? await ReadVaultAsync(new Uri(value), vault, cancellationToken) : value);
        }

        return environment(FileVariable)?.Trim() is { Length: > 0 } file
            ? Parse(FileVariable, await File.ReadAllTextAsync(file, cancellationToken))
            : null;
    }

    private static bool IsVault(string value) => value.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static async Task<string> ReadVaultAsync(Uri secret, ISecrets vault, CancellationToken cancellationToken) =>
        await vault.ReadAsync(secret, cancellationToken) ?? throw new FormatException($"{Variable} names a secret that the vault does not have.");

    private static SrsSecrets Parse(string variable, string text) =>
        TryParse(text, out var secrets, out var error) ? secrets : throw new FormatException(error.Replace(Variable, variable, StringComparison.Ordinal) + ".");

    public override string ToString() => $"{All.Count} secrets";
}
