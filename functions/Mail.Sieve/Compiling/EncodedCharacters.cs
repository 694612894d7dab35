using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mail.Sieve;

/// <summary>The sequences <c>${hex:24 24}</c> and <c>${unicode:20AC}</c> of extension encoded-character (RFC 5228 §2.4.2.4).</summary>
internal static class EncodedCharacters
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly SearchValues<char> SequenceCharacters = SearchValues.Create("0123456789abcdefABCDEF \t\r\n");

    /// <param name="fail">Told what is wrong; what is no sequence by its form is text.</param>
    public static string Decode(string text, Action<string> fail)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var octets = new MemoryStream();
        var copied = 0;
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 1, StringComparison.Ordinal))
        {
            var end = at + 2 + Length(text.AsSpan(at + 2));
            if (end < text.Length && text[end] == '}' && Sequence(text.AsSpan((at + 2)..end), fail) is { } decoded)
            {
                octets.Write(SieveText.Encode(text[copied..at]));
                octets.Write(decoded);
                copied = end + 1;
                at = end;
            }
        }

        octets.Write(SieveText.Encode(text[copied..]));
        // Octets that stand side by side may make one character, whichever sequences they come from.
        return SieveText.Decode(octets.ToArray());
    }

    /// <summary>How much of the text has the form of a sequence: looking for a brace further on would take the square of the length.</summary>
    private static int Length(ReadOnlySpan<char> text)
    {
        var start = text.StartsWith("hex:", StringComparison.OrdinalIgnoreCase) ? 4 : text.StartsWith("unicode:", StringComparison.OrdinalIgnoreCase) ? 8 : 0;
        var length = text[start..].IndexOfAnyExcept(SequenceCharacters);
        return start == 0 ? 0 : length < 0 ? text.Length : start + length;
    }

    private static byte[]? Sequence(ReadOnlySpan<char> inside, Action<string> fail) =>
        inside.StartsWith("hex:", StringComparison.OrdinalIgnoreCase) ? Hex(inside[4..])
        : inside.StartsWith("unicode:", StringComparison.OrdinalIgnoreCase) ? Unicode(inside[8..], fail)
        : null;

    private static byte[]? Hex(ReadOnlySpan<char> text)
    {
        var octets = new List<byte>();
        foreach (var range in text.SplitAny(" \t\r\n"))
        {
            var pair = text[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (pair.Length > 2 || !byte.TryParse(pair, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                return null;
            }

            octets.Add(octet);
        }

        return octets.Count > 0 ? [.. octets] : null;
    }

    private static byte[]? Unicode(ReadOnlySpan<char> text, Action<string> fail)
    {
        var characters = new StringBuilder();
        foreach (var range in text.SplitAny(" \t\r\n"))
        {
            var hex = text[range];
            if (hex.IsEmpty)
            {
                continue;
            }

            if (hex.ContainsAnyExcept(HexDigits))
            {
                return null;
            }

            // Zeros in front do not count; with more than eight digits left it is too large anyway.
            hex = hex.TrimStart('0');
            if (hex.Length > 8 || !Rune.TryCreate(hex.IsEmpty ? 0u : uint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), out var rune))
            {
                fail("expected ${unicode:} to name a character from 0 to D7FF or from E000 to 10FFFF");
                return null;
            }

            characters.Append(rune);
        }

        return characters.Length > 0 ? Encoding.UTF8.GetBytes(characters.ToString()) : null;
    }
}
