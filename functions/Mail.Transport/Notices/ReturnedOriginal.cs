using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>What goes back of the message that a notice is about.</summary>
/// <param name="IsWhole"><c>message/rfc822</c>; otherwise the header, <c>text/rfc822-headers</c>.</param>
internal sealed record ReturnedOriginal(ReadOnlyMemory<byte> Octets, bool IsWhole, bool Utf8)
{
    /// <summary>Larger messages come back as their header. Postfix's <c>bounce_size_limit</c> is 50,000; a letter with a picture should return.</summary>
    public const int MaxWhole = 1024 * 1024;

    /// <summary>Of a header; the rest is cut off between lines. Postfix's <c>header_size_limit</c> is 102,400 for one field.</summary>
    public const int MaxHeader = 64 * 1024;

    // RFC 5322 §2.1.1, without CRLF. A message inside a message may not be encoded (RFC 2046 §5.2.1), so longer lines cannot be in it.
    private const int MaxLine = 998;

    // RFC 6522 §4, RFC 6533 §4: the types for internationalized messages have names of their own.
    public string ContentType => (IsWhole, Utf8) switch
    {
        (true, false) => "message/rfc822",
        (true, true) => "message/global",
        (false, false) => "text/rfc822-headers",
        (false, true) => "message/global-headers",
    };

    public string Description => IsWhole ? "Undelivered message" : "Undelivered message headers";

    public string TransferEncoding => Ascii.IsValid(Octets.Span) ? "Content-Transfer-Encoding: 7bit\r\n" : "Content-Transfer-Encoding: 8bit\r\n";

    /// <summary><c>null</c> when the original is gone. RFC 3461 §4.3: RET=FULL is about failures only.</summary>
    public static ReturnedOriginal? Read(DeliveryNotice notice, bool utf8)
    {
        if (notice.Original is not { } content)
        {
            return null;
        }

        var wantsWhole = notice is { Kind: NoticeKind.Failure, Ret: DsnReturn.Full } && content.Length <= MaxWhole;
        var octets = Read(content, wantsWhole ? MaxWhole : MaxHeader);
        return wantsWhole && CanStandUnencoded(octets)
            ? new ReturnedOriginal(octets, IsWhole: true, utf8)
            : new ReturnedOriginal(Header(octets.AsSpan(0, Math.Min(octets.Length, MaxHeader))), IsWhole: false, utf8);
    }

    private static byte[] Read(Stream content, int max)
    {
        content.Position = 0;
        var octets = new byte[(int)Math.Min(content.Length, max)];
        content.ReadExactly(octets);
        content.Position = 0;
        return octets;
    }

    /// <summary>No NUL, no bare CR or LF, no line that is too long.</summary>
    private static bool CanStandUnencoded(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf("\r\n"u8);
            var line = end < 0 ? octets : octets[..end];
            if (line.Length > MaxLine || line.ContainsAny((byte)0, (byte)'\r', (byte)'\n'))
            {
                return false;
            }

            octets = end < 0 ? [] : octets[(end + 2)..];
        }

        return true;
    }

    /// <summary>The lines up to the empty one. What does not fit (a line too long, the last one cut off) is left out, NUL and bare CR become <c>?</c>.</summary>
    private static byte[] Header(ReadOnlySpan<byte> octets)
    {
        var header = new MemoryStream(octets.Length);
        while (octets.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = octets[..end];
            line = line is [.., (byte)'\r'] ? line[..^1] : line;
            if (line.IsEmpty)
            {
                break;
            }

            if (line.Length <= MaxLine)
            {
                var clean = line.ToArray();
                clean.AsSpan().Replace((byte)0, (byte)'?');
                clean.AsSpan().Replace((byte)'\r', (byte)'?');
                header.Write(clean);
                header.Write("\r\n"u8);
            }

            octets = octets[(end + 1)..];
        }

        return header.ToArray();
    }
}
