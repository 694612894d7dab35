using System.Diagnostics.CodeAnalysis;

namespace Mail.Smtp;

/// <summary>The encoding of RFC 3461 §4 for text inside a parameter: <c>+HH</c> for what may not stand there.</summary>
internal static class Xtext
{
    /// <summary>Decodes text that is not empty and, decoded, all printable ASCII (RFC 3461 §4.2, §4.4).</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        Span<char> characters = stackalloc char[512];
        if (text.Length is 0 or > 512)
        {
            return false;
        }

        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = (int)text[i];
            if (c == '+')
            {
                c = i + 2 < text.Length ? (Hex(text[i + 1]) << 4) | Hex(text[i + 2]) : -1;
                i += 2;
            }
            else if (c is '=' or ' ')
            {
                return false;
            }

            if (c is < ' ' or > '~')
            {
                return false;
            }

            characters[length++] = (char)c;
        }

        decoded = new string(characters[..length]);
        return true;
    }

    // RFC 3461 wants upper case; a lower-case digit can mean nothing else. -1 for what is no digit: all bits set, so it stays negative.
    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
