using System.Buffers;

namespace Mail.Ctl;

/// <summary>
/// The quoting of mbox bodies, piece by piece and in constant memory: a line that begins with <c>From </c> would look like the next message,
/// so it gets a <c>&gt;</c>. In the mboxrd dialect a line that has some already gets one more, which makes the quoting reversible; in the older
/// mboxo it does not.
/// </summary>
internal sealed class FromQuoting
{
    private readonly IBufferWriter<byte> _output;
    private readonly Func<long, long> _change;
    private bool _deciding = true;
    private long _quotes;
    private int _matched;

    private FromQuoting(IBufferWriter<byte> output, Func<long, long> change)
    {
        _output = output;
        _change = change;
    }

    private static ReadOnlySpan<byte> From => "From "u8;

    /// <summary>mboxrd: one more on every <c>From </c> line, quoted or not.</summary>
    public static FromQuoting Add(IBufferWriter<byte> output) => new(output, quotes => quotes + 1);

    /// <summary>mboxrd: one fewer on every quoted <c>From </c> line.</summary>
    public static FromQuoting Remove(IBufferWriter<byte> output) => new(output, quotes => Math.Max(0, quotes - 1));

    /// <summary>mboxo: only <c>&gt;From </c> was ever made by quoting.</summary>
    public static FromQuoting RemoveSingle(IBufferWriter<byte> output) => new(output, quotes => quotes == 1 ? 0 : quotes);

    public void Write(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (_deciding)
            {
                Decide(input[0]);
                input = _deciding || _matched == From.Length ? input[1..] : input;
                _matched = _deciding ? _matched : 0;
                continue;
            }

            var end = input.IndexOf((byte)'\n') + 1;
            var rest = end > 0 ? input[..end] : input;
            _output.Write(rest);
            input = input[rest.Length..];
            _deciding = end > 0;
        }
    }

    /// <summary>Writes what was held back because the line was not decided when the input ended.</summary>
    public void Finish()
    {
        if (_deciding)
        {
            Emit(_quotes);
        }
    }

    /// <summary>Takes one byte of a line's beginning; when that settles what the line is, writes the beginning. The byte is taken unless it is no part of it.</summary>
    private void Decide(byte next)
    {
        if (_matched == 0 && next == '>')
        {
            _quotes++;
        }
        else if (next != From[_matched])
        {
            Emit(_quotes);
        }
        else if (++_matched == From.Length)
        {
            Emit(_change(_quotes));
        }
    }

    private void Emit(long quotes)
    {
        // In pieces: a hostile line may be megabytes of '>'.
        for (; quotes > 0; quotes -= Math.Min(quotes, 4096))
        {
            var span = _output.GetSpan(4096)[..(int)Math.Min(quotes, 4096)];
            span.Fill((byte)'>');
            _output.Advance(span.Length);
        }

        _output.Write(From[.._matched]);
        _quotes = 0;
        _deciding = false;
    }
}
