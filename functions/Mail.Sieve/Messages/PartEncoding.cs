using MimeKit.Encodings;

namespace Mail.Sieve;

/// <summary>Content-transfer-encodings (RFC 2045 §6).</summary>
internal static class PartEncoding
{
    /// <param name="value">Of the field; <c>null</c> when there is none, which RFC 2045 §6.1 makes <c>7bit</c>.</param>
    public static bool IsIdentity(string? value) => Name(value) is "" or "7BIT" or "8BIT" or "BINARY";

    /// <returns><c>null</c> when the encoding is unknown: such a part is no text (RFC 2045 §6.4).</returns>
    public static byte[]? Decode(byte[] octets, string? value)
    {
        if (IsIdentity(value))
        {
            return octets;
        }

        IMimeDecoder? decoder = Name(value) switch
        {
            "BASE64" => new Base64Decoder(),
            "QUOTED-PRINTABLE" => new QuotedPrintableDecoder(),
            _ => null,
        };
        if (decoder is null)
        {
            return null;
        }

        var decoded = new byte[decoder.EstimateOutputLength(octets.Length)];
        return decoded[..decoder.Decode(octets, 0, octets.Length, decoded)];
    }

    // Some senders write a comment or a parameter behind it, which RFC 2045 §6.1 does not know.
    private static string Name(string? value) => (value ?? "").Split(';', '(')[0].Trim(' ', '\t').ToUpperInvariant();
}
