using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mail.Smtp;

/// <content>Version 1 (§2.1): <c>PROXY TCP4 192.0.2.1 198.51.100.1 56324 25 CRLF</c>.</content>
public static partial class ProxyHeaderParser
{
    // §2.1: the longest line, with its CRLF.
    private const int MaxTextLength = 107;

    private static ReadOnlySpan<byte> Word => "PROXY "u8;

    private static ProxyHeaderResult ParseText(ReadOnlySpan<byte> text, out int length, out ProxyHeader? header)
    {
        header = null;
        length = 0;
        var line = text[..Math.Min(text.Length, MaxTextLength)];
        var end = line.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return line.Length < MaxTextLength ? ProxyHeaderResult.NeedMore : ProxyHeaderResult.Invalid;
        }

        length = end + 2;
        header = ParseLine(line[Word.Length..end]);
        return header is null ? ProxyHeaderResult.Invalid : ProxyHeaderResult.Read;
    }

    private static ProxyHeader? ParseLine(ReadOnlySpan<byte> line)
    {
        if (!Ascii.IsValid(line))
        {
            return null;
        }

        // §2.1: whatever stands behind UNKNOWN is to be ignored. Elsewhere exactly one space is between two words.
        var words = Encoding.ASCII.GetString(line).Split(' ');
        return words switch
        {
            ["UNKNOWN", ..] => ProxyHeader.Unknown,
            ["TCP4", var from, var to, var fromPort, var toPort] => Header(AddressFamily.InterNetwork, from, to, fromPort, toPort),
            ["TCP6", var from, var to, var fromPort, var toPort] => Header(AddressFamily.InterNetworkV6, from, to, fromPort, toPort),
            _ => null,
        };
    }

    private static ProxyHeader? Header(AddressFamily family, string from, string to, string fromPort, string toPort) =>
        EndPoint(family, from, fromPort) is { } source && EndPoint(family, to, toPort) is { } destination
            ? new ProxyHeader(source, destination)
            : null;

    private static IPEndPoint? EndPoint(AddressFamily family, string address, string port)
    {
        // The comparison refuses the octal, hexadecimal and short forms, and the zone index, that IPAddress also reads.
        var good = IPAddress.TryParse(address, out var ip)
            && ip.AddressFamily == family
            && (family == AddressFamily.InterNetwork ? ip.ToString() == address : IsPlainV6(address))
            && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && (port.Length == 1 || port[0] != '0');
        return good ? new IPEndPoint(Plain(ip!), ushort.Parse(port, CultureInfo.InvariantCulture)) : null;
    }

    private static bool IsPlainV6(string address) => !address.AsSpan().ContainsAny('%', '[', ']');

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
