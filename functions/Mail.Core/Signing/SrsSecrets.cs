using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Core;

/// <summary>The secrets of <see cref="Srs"/>: gateway and functions need the same.</summary>
public sealed class SrsSecrets
{
    /// <summary>Secrets, or the URL of a vault's secret that holds them. Not set: forwarded mail keeps its reverse-path, and no SRS address is known.</summary>
    public const string Variable = "MAIL_SRS_SECRET";

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

    /// <summary>Reads the value of <see cref="Variable"/>; <c>null</c> when it is not set.</summary>
    /// <exception cref="FormatException">It is no good; the message says what to write.</exception>
    /// <exception cref="StorageUnavailableException">The vault does not answer.</exception>
    public static async Task<SrsSecrets?> ReadAsync(string? value, ISecrets vault, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        var text = value.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? await vault.ReadAsync(new Uri(value.Trim()), cancellationToken) ?? throw new FormatException($"{Variable} names a secret that the vault does not have.")
            : value;
        return TryParse(text, out var secrets, out var error) ? secrets : throw new FormatException(error + ".");
    }

    public override string ToString() => $"{All.Count} secrets";
}
