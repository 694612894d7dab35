namespace Mail.Smtp;

/// <summary>
/// Takes the content of one message out of the input behind DATA: removes the dots that were stuffed and finds the line that is a single
/// dot (RFC 5321 §4.5.2). Only CRLF ends a line, so <c>LF . LF</c>, <c>LF . CRLF</c> or <c>CRLF . LF</c> ends nothing: such content is
/// read to its true end, and <see cref="Fault"/> tells.
/// </summary>
/// <remarks>
/// Lines may have any length. What a sender wrote is kept unchanged and nothing here buffers a line, so the 1000 octets of
/// RFC 5321 §4.5.3.1.6 are what we take at least, not at most; Postfix, which breaks longer lines, breaks signatures with them.
/// </remarks>
internal struct DotReader
{
    private State _state;

    private enum State
    {
        LineStart,
        Text,

        /// <summary>Behind a CR that ended text.</summary>
        Cr,

        /// <summary>Behind a dot that began a line. It is not content.</summary>
        Dot,

        /// <summary>Behind such a dot and a CR, neither passed on.</summary>
        DotCr,
        Ended,
    }

    /// <summary>The final dot has been read.</summary>
    public readonly bool HasEnded => _state == State.Ended;

    public LineEndFault Fault { get; private set; }

    /// <summary>Reads on until the input is used up or the final dot has been read.</summary>
    /// <param name="output">Room for content, at least as long as <paramref name="input"/>.</param>
    /// <param name="consumed">Octets of <paramref name="input"/> that are done with: all, unless the message has ended.</param>
    /// <param name="written">Octets of content put into <paramref name="output"/>; of no use once there is a fault.</param>
    public void Read(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written)
    {
        written = 0;
        consumed = 0;
        // Content is copied in runs as long as possible: from one removed dot to the next.
        var run = 0;
        while (consumed < input.Length && _state != State.Ended)
        {
            if (_state == State.LineStart && input[consumed] == '.')
            {
                Copy(input[run..consumed], output, ref written);
            }

            consumed = Step(input, consumed);
            if (_state is State.Dot or State.DotCr or State.Ended)
            {
                run = consumed;
            }
        }

        Copy(input[run..consumed], output, ref written);
    }

    /// <summary>Takes one step in <paramref name="input"/> from <paramref name="at"/>, and gives where the next begins: there or further on.</summary>
    private int Step(ReadOnlySpan<byte> input, int at)
    {
        var next = input[at];
        switch (_state)
        {
            case State.Text:
                return SkipText(input, at);

            case State.Cr when next == '\n':
                _state = State.LineStart;
                return at + 1;
            case State.Cr:
                Blame(LineEndFault.BareCr);
                _state = next == '\r' ? State.Cr : State.Text;
                return next == '\r' ? at + 1 : at;

            case State.LineStart:
                _state = next == '.' ? State.Dot : State.Text;
                return next == '.' ? at + 1 : at;

            case State.Dot:
                _state = next == '\r' ? State.DotCr : State.Text;
                return next == '\r' ? at + 1 : at;

            case State.DotCr:
                _state = next == '\n' ? State.Ended : State.Cr;
                return next == '\n' ? at + 1 : at;

            default:
                throw new InvalidOperationException($"A message in state {_state} takes no input.");
        }
    }

    private int SkipText(ReadOnlySpan<byte> input, int at)
    {
        var length = input[at..].IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
        {
            return input.Length;
        }

        var end = at + length;
        if (input[end] == '\n')
        {
            Blame(LineEndFault.BareLf);
            return end + 1;
        }

        // The whole line end at once when it is here, as it nearly always is.
        var whole = end + 1 < input.Length && input[end + 1] == '\n';
        _state = whole ? State.LineStart : State.Cr;
        return whole ? end + 2 : end + 1;
    }

    private void Blame(LineEndFault fault) => Fault = Fault == LineEndFault.None ? fault : Fault;

    private static void Copy(ReadOnlySpan<byte> run, Span<byte> output, ref int written)
    {
        run.CopyTo(output[written..]);
        written += run.Length;
    }
}
