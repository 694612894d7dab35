using System.Buffers;
using System.Text;

namespace Mail.Sieve;

/// <summary>
/// Sieve compares octets that are usually UTF-8 (RFC 5228 §2.7.2); here they are strings. An octet that is no UTF-8 becomes a low surrogate of its
/// own, U+DC80 to U+DCFF, which UTF-8 never gives, so that no octet is lost and none becomes equal to another.
/// </summary>
public static class SieveText
{
    private const char FirstStray = '\uDC80';
    private const char LastStray = '\uDCFF';

    public static string Decode(ReadOnlySpan<byte> octets)
    {
        if (Ascii.IsValid(octets) || System.Text.Unicode.Utf8.IsValid(octets))
        {
            return Encoding.UTF8.GetString(octets);
        }

        var text = new StringBuilder(octets.Length);
        Span<char> pair = stackalloc char[2];
        while (!octets.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(octets, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                consumed = 1;
                text.Append((char)(FirstStray + octets[0] - 0x80));
            }

            octets = octets[consumed..];
        }

        return text.ToString();
    }

    /// <summary>All of the text came from UTF-8.</summary>
    public static bool IsUtf8(string text) => !text.AsSpan().ContainsAnyInRange(FirstStray, LastStray) || !HasStray(text);

    /// <summary>The reverse of <see cref="Decode"/>; any other lone surrogate becomes U+FFFD.</summary>
    public static byte[] Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstStray, LastStray))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var octets = new ArrayBufferWriter<byte>(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var isRune = Rune.DecodeFromUtf16(rest, out var rune, out var consumed) == OperationStatus.Done;
            if (!isRune && rest[0] is >= FirstStray and <= LastStray)
            {
                octets.GetSpan(1)[0] = (byte)(rest[0] - FirstStray + 0x80);
                octets.Advance(1);
            }
            else
            {
                octets.Advance(rune.EncodeToUtf8(octets.GetSpan(4)));
            }

            rest = rest[consumed..];
        }

        return octets.WrittenSpan.ToArray();
    }

    private static bool HasStray(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= FirstStray and <= LastStray && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
            {
                return true;
            }
        }

        return false;
    }
}
