using System.Text;
using CsCheck;

namespace Mail.Smtp.Tests;

public class DotReaderTests
{
    // Few octets, so that dots and line ends meet in every way.
    private static readonly Gen<byte[]> Telling = Gen.OneOf(".", "\r\n", "a", "\r\n.", "..", "\0", "é")
        .Array[0, 40]
        .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    private static readonly Gen<byte[]> Hostile = Gen.OneOf((byte)'.', (byte)'\r', (byte)'\n', (byte)'a').Array[0, 60];

    private static readonly Gen<int[]> Cuts = Gen.Int[1, 7].Array[1, 20];

    [Fact]
    public void Stuffed_content_comes_out_as_it_went_in_however_it_is_cut() =>
        Gen.Select(Telling, Cuts).Sample((content, cuts) =>
        {
            byte[] text = [.. content, .. "\r\n"u8];
            byte[] wire = [.. Stuff(text), .. ".\r\nQUIT\r\n"u8];
            var (read, rest, fault) = Read(wire, cuts);
            Assert.Equal(LineEndFault.None, fault);
            Assert.Equal(text, read);
            Assert.Equal("QUIT\r\n", Encoding.ASCII.GetString(rest));
        });

    [Fact]
    public void Ends_exactly_where_a_plain_search_finds_the_end() =>
        Gen.Select(Hostile, Cuts).Sample((input, cuts) =>
        {
            // The line end of DATA itself stands before the content.
            var all = "\r\n" + Encoding.ASCII.GetString(input);
            var end = all.IndexOf("\r\n.\r\n", StringComparison.Ordinal);
            var (_, rest, _) = Read(input, cuts);
            Assert.Equal(end < 0 ? "" : all[(end + 5)..], Encoding.ASCII.GetString(rest));
        });

    [Fact]
    public void Finds_a_fault_exactly_where_a_line_end_is_not_whole() =>
        Gen.Select(Hostile, Cuts).Sample((input, cuts) =>
        {
            var (_, rest, fault) = Read(input, cuts);
            var text = Encoding.ASCII.GetString(input)[..(input.Length - rest.Length)];
            // A CR at the very end may still become one.
            var decided = text.EndsWith('\r') ? text[..^1] : text;
            Assert.Equal(decided.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n'), fault != LineEndFault.None);
        });

    [Theory]
    [InlineData(".\r\n", "", true)]
    [InlineData("..\r\n.\r\n", ".\r\n", true)]
    [InlineData(".a\r\n.\r\n", "a\r\n", true)]
    [InlineData("a\r\n.", "a\r\n", false)]
    [InlineData("a\r\n.\r", "a\r\n", false)]
    [InlineData("\r\n\r\n.\r\n", "\r\n\r\n", true)]
    [InlineData("....\r\n.\r\n", "...\r\n", true)]
    public void Known_content(string wire, string content, bool ended)
    {
        var reader = default(DotReader);
        var output = new byte[wire.Length];
        reader.Read(Encoding.ASCII.GetBytes(wire), output, out var consumed, out var written);
        Assert.Equal(wire.Length, consumed);
        Assert.Equal(content, Encoding.ASCII.GetString(output, 0, written));
        Assert.Equal(ended, reader.HasEnded);
    }

    private static byte[] Stuff(byte[] content)
    {
        var stuffed = new List<byte>();
        for (var i = 0; i < content.Length; i++)
        {
            var atLineStart = i == 0 || (i > 1 && content[i - 2] == '\r' && content[i - 1] == '\n');
            if (atLineStart && content[i] == '.')
            {
                stuffed.Add((byte)'.');
            }

            stuffed.Add(content[i]);
        }

        return [.. stuffed];
    }

    private static (byte[] Content, byte[] Left, LineEndFault Fault) Read(byte[] input, int[] cuts)
    {
        var reader = default(DotReader);
        var content = new List<byte>();
        var at = 0;
        for (var i = 0; at < input.Length && !reader.HasEnded; i++)
        {
            var piece = input.AsSpan(at, Math.Min(cuts[i % cuts.Length], input.Length - at));
            var output = new byte[piece.Length];
            reader.Read(piece, output, out var consumed, out var written);
            Assert.True(consumed == piece.Length || reader.HasEnded);
            content.AddRange(output.AsSpan(0, written));
            at += consumed;
        }

        return ([.. content], input[at..], reader.Fault);
    }
}
