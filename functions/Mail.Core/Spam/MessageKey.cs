using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>
/// Names a message in the training ledger, whichever way it comes: moved in its mailbox, forwarded, or as a file that was exported. A hash of its
/// content, so nothing that a stranger writes becomes a part of a key.
/// </summary>
public readonly record struct MessageKey
{
    /// <summary>Hexadecimal digits: 128 bits of SHA-256, far from a collision by chance, and from one by work.</summary>
    public const int Length = 32;

    private readonly string? _text;

    private MessageKey(string text) => _text = text;

    /// <param name="hash">At least 16 octets.</param>
    public static MessageKey FromHash(ReadOnlySpan<byte> hash) => new(Convert.ToHexStringLower(hash[..(Length / 2)]));

    public static bool TryParse([NotNullWhen(true)] string? text, out MessageKey key)
    {
        var isKey = text?.Length == Length && text.All(char.IsAsciiHexDigitLower);
        key = isKey ? new(text!) : default;
        return isKey;
    }

    /// <summary><see cref="Length"/> lower-case hexadecimal digits.</summary>
    public override string ToString() => _text ?? new string('0', Length);
}
