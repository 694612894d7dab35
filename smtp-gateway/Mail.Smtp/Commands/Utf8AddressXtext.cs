using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mail.Smtp;

/// <summary>
/// The address of <c>ORCPT=utf-8;…</c> (RFC 6533 §3): <c>\x{HEX}</c> stands for a character that may not stand there itself; characters
/// beyond ASCII may when the transaction has SMTPUTF8.
/// </summary>
internal static class Utf8AddressXtext
{
    // "10FFFF".
    private const int MaxHexDigits = 6;

    /// <summary>Decodes text that is not empty and, decoded, has no control characters.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, bool smtpUtf8, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        if (text.IsEmpty || (!smtpUtf8 && !Ascii.IsValid(text)))
        {
            return false;
        }

        var result = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            if (rune.Value is '+' or '=' || (rune.Value == '\\' && !TryReadEscape(text, out rune, out length)))
            {
                return false;
            }

            if (Rune.IsControl(rune))
            {
                return false;
            }

            result.Append(rune.ToString());
            text = text[length..];
        }

        decoded = result.ToString();
        return true;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> text, out Rune rune, out int length)
    {
        rune = default;
        length = text.IndexOf((byte)'}') + 1;
        var digits = length - @"\x{}".Length;
        return digits is >= 1 and <= MaxHexDigits
            && text.StartsWith(@"\x{"u8)
            && int.TryParse(text[3..(length - 1)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && Rune.TryCreate(value, out rune);
    }
}
