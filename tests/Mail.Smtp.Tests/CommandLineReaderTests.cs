using System.Buffers;
using System.Text;
using CsCheck;

namespace Mail.Smtp.Tests;

public class CommandLineReaderTests
{
    private const int Limit = 12;

    [Fact]
    public void Finds_the_same_lines_however_input_is_cut() =>
        Gen.Select(Gen.OneOf("\r\n", "abc", "\r", "\n", "abcdefghij").Array[0, 12], Gen.Int[1, 5].Array[1, 10]).Sample((parts, cuts) =>
        {
            var input = Encoding.ASCII.GetBytes(string.Concat(parts));
            Assert.Equal(Read(input, [Math.Max(input.Length, 1)]), Read(input, cuts));
        });

    [Fact]
    public void The_limit_includes_the_line_end() =>
        Assert.Equal(["0123456789", "LineTooLong", "x"], Read("0123456789\r\n01234567890\r\nx\r\n"u8.ToArray(), [100]));

    [Fact]
    public void A_bare_line_end_is_seen_before_the_line_has_ended() =>
        Assert.Equal(["BareLineEnd"], Read("NOOP\n"u8.ToArray(), [1]));

    [Fact]
    public void Without_end_it_is_refused_in_bounded_memory() =>
        Assert.Equal(["LineEndless"], Read(new byte[32 * Limit + 1], [1]));

    // As a session does it: keeps what is not consumed, and stops where it would close.
    private static List<string> Read(byte[] input, int[] cuts)
    {
        var reader = new CommandLineReader(Limit);
        var lines = new List<string>();
        var held = Array.Empty<byte>();
        var at = 0;
        for (var i = 0; at < input.Length; i++)
        {
            var length = Math.Min(cuts[i % cuts.Length], input.Length - at);
            held = [.. held, .. input.AsSpan(at, length)];
            at += length;
            if (!ReadAll(ref reader, ref held, lines))
            {
                break;
            }

            Assert.True(cuts[0] > Limit || held.Length <= Limit + 5, "It holds more than a line and a piece.");
        }

        return lines;
    }

    private static bool ReadAll(ref CommandLineReader reader, ref byte[] held, List<string> lines)
    {
        var sequence = new ReadOnlySequence<byte>(held);
        var consumed = sequence.Start;
        var examined = sequence.Start;
        while (reader.TryRead(sequence, ref consumed, ref examined, out var line, out var rejection))
        {
            sequence = sequence.Slice(consumed);
            lines.Add(rejection == SmtpRejection.None ? Encoding.ASCII.GetString(line) : rejection.ToString());
            if (rejection is SmtpRejection.BareLineEnd or SmtpRejection.LineEndless)
            {
                return false;
            }
        }

        held = sequence.Slice(consumed).ToArray();
        return true;
    }
}
