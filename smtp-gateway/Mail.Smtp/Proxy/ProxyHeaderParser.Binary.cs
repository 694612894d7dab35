using System.Buffers.Binary;
using System.Net;

namespace Mail.Smtp;

/// <content>Version 2 (§2.2): 12 octets of signature, command, family, length, addresses, TLVs.</content>
public static partial class ProxyHeaderParser
{
    private const int FixedLength = 16;
    private const int Local = 0x20;
    private const int Proxied = 0x21;
    private const int StreamOverV4 = 0x11;
    private const int StreamOverV6 = 0x21;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    private static ProxyHeaderResult ParseBinary(ReadOnlySpan<byte> text, out int length, out ProxyHeader? header)
    {
        header = null;
        length = 0;
        if (text.Length < FixedLength)
        {
            return text.Length > Signature.Length && text[Signature.Length] is not (Local or Proxied)
                ? ProxyHeaderResult.Invalid
                : ProxyHeaderResult.NeedMore;
        }

        length = FixedLength + BinaryPrimitives.ReadUInt16BigEndian(text[14..]);
        if (text[12] is not (Local or Proxied) || length > MaxLength)
        {
            return ProxyHeaderResult.Invalid;
        }

        if (text.Length < length)
        {
            return ProxyHeaderResult.NeedMore;
        }

        header = ParseContent(text[12], text[13], text[FixedLength..length]);
        return header is null ? ProxyHeaderResult.Invalid : ProxyHeaderResult.Read;
    }

    private static ProxyHeader? ParseContent(byte command, byte family, ReadOnlySpan<byte> content) => (command, family) switch
    {
        // §2.2: for LOCAL everything else must be skipped, whatever it is.
        (Local, _) => ProxyHeader.Unknown,
        (_, StreamOverV4) => ParseAddresses(content, 4),
        (_, StreamOverV6) => ParseAddresses(content, 16),
        // UNSPEC, UDP and UNIX sockets: a connection all the same, from who knows where.
        _ => ProxyHeader.Unknown,
    };

    private static ProxyHeader? ParseAddresses(ReadOnlySpan<byte> content, int size)
    {
        var all = (2 * size) + 4;
        if (content.Length < all || !AreWhole(content[all..]))
        {
            return null;
        }

        var ports = content[(2 * size)..];
        return new ProxyHeader(
            new IPEndPoint(Plain(new IPAddress(content[..size])), BinaryPrimitives.ReadUInt16BigEndian(ports)),
            new IPEndPoint(Plain(new IPAddress(content[size..(2 * size)])), BinaryPrimitives.ReadUInt16BigEndian(ports[2..])));
    }

    // §2.2.1: type, two octets of length, value. None means anything to us, but a header whose parts do not fit is no header.
    private static bool AreWhole(ReadOnlySpan<byte> tlvs)
    {
        while (tlvs.Length >= 3)
        {
            var length = 3 + BinaryPrimitives.ReadUInt16BigEndian(tlvs[1..]);
            if (length > tlvs.Length)
            {
                return false;
            }

            tlvs = tlvs[length..];
        }

        return tlvs.IsEmpty;
    }
}
