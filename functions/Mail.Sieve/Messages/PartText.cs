namespace Mail.Sieve;

/// <summary>Makes text of the octets of a part.</summary>
internal static class PartText
{
    /// <returns><c>null</c> when it has no text in that form.</returns>
    public static string? Convert(byte[] octets, MessagePart part, PartForm form) => form switch
    {
        PartForm.Decoded => Decode(octets, part),
        PartForm.Readable => Readable(octets, part),
        PartForm.Header => SieveText.Decode(WithoutEmptyLine(octets)),
        _ => SieveText.Decode(octets),
    };

    private static string? Decode(byte[] octets, MessagePart part) =>
        PartEncoding.Decode(octets, part.Header.First("Content-Transfer-Encoding")) is not { } decoded ? null
            : part.Type.Is("text") ? PartCharset.Decode(decoded, part.Type.Charset)
            : SieveText.Decode(decoded);

    private static string? Readable(byte[] octets, MessagePart part)
    {
        var isXhtml = part.Type.Is("application") && part.Type.HasSubtype("xhtml+xml");
        if (!part.Type.Is("text") && !isXhtml)
        {
            return null;
        }

        var text = Decode(octets, part);
        return text is not null && (isXhtml || part.Type.HasSubtype("html")) ? HtmlText.Extract(text) : text;
    }

    private static ReadOnlySpan<byte> WithoutEmptyLine(ReadOnlySpan<byte> header) =>
        header.EndsWith("\r\n\r\n"u8) ? header[..^2] : header.EndsWith("\n\n"u8) ? header[..^1] : header;
}
