using System.Buffers;
using System.Text;

namespace Mail.Smtp;

/// <summary>Reads the argument of AUTH, <c>mechanism [initial-response]</c>, and the base64 of an exchange (RFC 4954 §4, §8).</summary>
internal static class AuthParser
{
    /// <summary>RFC 4422 §3.1: sasl-mech.</summary>
    public const int MaxMechanism = 20;

    private static readonly SearchValues<byte> MechanismCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <param name="mechanism">Upper case.</param>
    /// <param name="response">Decoded; empty for <c>=</c>, <c>null</c> when there is none.</param>
    public static SmtpRejection Parse(ReadOnlySpan<byte> argument, out string mechanism, out byte[]? response)
    {
        response = null;
        var space = argument.IndexOf((byte)' ');
        var name = space < 0 ? argument : argument[..space];
        mechanism = Encoding.ASCII.GetString(name).ToUpperInvariant();
        if (name.Length is 0 or > MaxMechanism || name.ContainsAnyExcept(MechanismCharacters))
        {
            return SmtpRejection.AuthSyntax;
        }

        if (space < 0)
        {
            return SmtpRejection.None;
        }

        var text = argument[(space + 1)..].TrimStart((byte)' ');
        if (text.SequenceEqual("="u8))
        {
            response = [];
            return SmtpRejection.None;
        }

        return TryDecode(text, out response) && response.Length > 0 ? SmtpRejection.None : SmtpRejection.NotBase64;
    }

    /// <summary>
    /// Decodes what RFC 4648 §4 calls base64, and nothing else: no spaces, whole groups with their padding, no bits behind the last octet. Two
    /// spellings of one password would be two ways past whoever counts them.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] decoded)
    {
        decoded = new byte[Base64Length(text)];
        return System.Buffers.Text.Base64.DecodeFromUtf8(text, decoded, out var consumed, out var written) == OperationStatus.Done
            && consumed == text.Length
            && written == decoded.Length
            && IsCanonical(text, decoded);
    }

    // The octets that a well-formed text has; any other text then does not fit.
    private static int Base64Length(ReadOnlySpan<byte> text)
    {
        var padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        return text.Length % 4 == 0 ? (text.Length / 4 * 3) - padding : 0;
    }

    private static bool IsCanonical(ReadOnlySpan<byte> text, ReadOnlySpan<byte> decoded)
    {
        var again = new byte[text.Length];
        System.Buffers.Text.Base64.EncodeToUtf8(decoded, again, out _, out var length);
        var equal = text.SequenceEqual(again.AsSpan(0, length));
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(again);
        return equal;
    }
}
