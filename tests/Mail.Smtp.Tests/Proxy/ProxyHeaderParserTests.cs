using System.Buffers;
using System.Net;
using System.Text;

namespace Mail.Smtp.Tests;

public class ProxyHeaderParserTests
{
    private static readonly byte[] Signature = [.. "\r\n\r\n\0\r\nQUIT\n"u8];
    private static readonly byte[] V4 = [192, 0, 2, 1, 198, 51, 100, 1, 0xdc, 0x04, 0, 25];
    private static readonly byte[] V6 =
        [.. IPAddress.Parse("2001:db8::1").GetAddressBytes(), .. IPAddress.Parse("2001:db8::2").GetAddressBytes(), 0xdc, 0x04, 0, 25];

    public static TheoryData<byte[], string?> Good => new()
    {
        { Text("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n"), "192.0.2.1:56324" },
        { Text("PROXY TCP6 2001:db8::1 2001:db8::2 56324 25\r\n"), "[2001:db8::1]:56324" },
        { Text("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:198.51.100.1 1 25\r\n"), "192.0.2.1:1" },
        { Text("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"), "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535" },
        { Text("PROXY UNKNOWN\r\n"), null },
        { Text("PROXY UNKNOWN ffff::1 whatever it says\r\n"), null },
        { Binary(0x21, 0x11, V4), "192.0.2.1:56324" },
        { Binary(0x21, 0x21, V6), "[2001:db8::1]:56324" },
        { Binary(0x21, 0x11, [.. V4, 4, 0, 2, 7, 7, 5, 0, 0]), "192.0.2.1:56324" },
        { Binary(0x21, 0x11, [.. V4, 4, 505 >> 8, 505 & 255, .. new byte[505]]), "192.0.2.1:56324" },
        { Binary(0x20, 0x00, []), null },
        { Binary(0x20, 0x11, [1, 2, 3]), null },
        { Binary(0x21, 0x00, [9, 9]), null },
        { Binary(0x21, 0x12, V4), null },
        { Binary(0x21, 0x31, new byte[216]), null },
    };

    public static TheoryData<byte[]> Bad =>
    [
        Text("EHLO client.test\r\n"),
        Text("\u0016\u0003\u0001\u0002"),
        Text("proxy TCP4 192.0.2.1 198.51.100.1 56324 25\r\n"),
        Text("PROXY  TCP4 192.0.2.1 198.51.100.1 56324 25\r\n"),
        Text("PROXY TCP4 192.0.2.1 198.51.100.1 56324\r\n"),
        Text("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25 \r\n"),
        Text("PROXY TCP4 192.0.2.1 198.51.100.1 56324 65536\r\n"),
        Text("PROXY TCP4 192.0.2.1 198.51.100.1 056324 25\r\n"),
        Text("PROXY TCP4 192.0.2.1 198.51.100.1 -1 25\r\n"),
        Text("PROXY TCP4 192.0.2.256 198.51.100.1 56324 25\r\n"),
        Text("PROXY TCP4 192.0.2 198.51.100.1 56324 25\r\n"),
        Text("PROXY TCP4 0300.0.2.1 198.51.100.1 56324 25\r\n"),
        Text("PROXY TCP4 2001:db8::1 2001:db8::2 56324 25\r\n"),
        Text("PROXY TCP6 192.0.2.1 198.51.100.1 56324 25\r\n"),
        Text("PROXY TCP6 fe80::1%lo fe80::2 56324 25\r\n"),
        Text("PROXY TCP6 [::1] ::2 56324 25\r\n"),
        Text("PROXY UDP4 192.0.2.1 198.51.100.1 56324 25\r\n"),
        Text("PROXY TCP4 192.0.2.1\u00e9 198.51.100.1 56324 25\r\n"),
        Text("PROXY UNKNOWN " + new string('x', 92) + "\r\n"),
        Text("PROXY TCP4 " + new string('1', 200)),
        Binary(0x11, 0x11, V4),
        Binary(0x22, 0x11, V4),
        Binary(0x21, 0x11, V4[..11]),
        Binary(0x21, 0x21, V4),
        Binary(0x21, 0x11, [.. V4, 4, 0, 3, 7, 7]),
        Binary(0x21, 0x11, [.. V4, 4, 0]),
        Binary(0x20, 0x00, new byte[521]),
        (byte[])[.. Signature, 0x21, 0x11, 0xff, 0xff],
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_header_is_read_and_no_octet_behind_it(byte[] header, string? source)
    {
        var input = new ReadOnlySequence<byte>([.. header, .. "EHLO client.test\r\n"u8]);

        Assert.Equal(ProxyHeaderResult.Read, ProxyHeaderParser.TryParse(input, out var consumed, out var read));
        Assert.Equal(source, read!.Source?.ToString());
        Assert.Equal("EHLO client.test\r\n", Encoding.ASCII.GetString(input.Slice(consumed).ToArray()));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_header_that_is_not_whole_is_waited_for(byte[] header, string? source)
    {
        for (var length = 0; length < header.Length; length++)
        {
            var input = new ReadOnlySequence<byte>(header[..length]);
            Assert.Equal(ProxyHeaderResult.NeedMore, ProxyHeaderParser.TryParse(input, out var consumed, out var read));
            Assert.Equal(input.Start, consumed);
            Assert.Null(read);
        }

        Assert.All(
            Enumerable.Range(1, header.Length - 1),
            at =>
            {
                Assert.Equal(ProxyHeaderResult.Read, ProxyHeaderParser.TryParse(TwoPieces(header, at), out _, out var read));
                Assert.Equal(source, read!.Source?.ToString());
            });
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Anything_else_is_refused(byte[] input)
    {
        Assert.Equal(ProxyHeaderResult.Invalid, ProxyHeaderParser.TryParse(new ReadOnlySequence<byte>(input), out _, out var header));
        Assert.Null(header);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Nothing_makes_us_wait_for_more_than_the_longest_header(byte[] input)
    {
        var padded = new ReadOnlySequence<byte>([.. input, .. new byte[ProxyHeaderParser.MaxLength]]);

        Assert.Equal(ProxyHeaderResult.Invalid, ProxyHeaderParser.TryParse(padded, out _, out _));
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Binary(byte command, byte family, byte[] content) =>
        [.. Signature, command, family, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static ReadOnlySequence<byte> TwoPieces(byte[] input, int at)
    {
        var second = new Piece(input.AsMemory(at), at);
        return new ReadOnlySequence<byte>(new Piece(input.AsMemory(0, at), 0, second), 0, second, input.Length - at);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index, Piece? next = null) => (Memory, RunningIndex, Next) = (memory, index, next);
    }
}
