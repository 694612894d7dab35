using System.Buffers;

namespace Mail.Smtp;

/// <summary>
/// Finds the end of a command line. Only CRLF ends one; a CR or LF that stands alone is refused as soon as it is seen, because a server or
/// client that takes it for a line end is not in step with us. A line over the limit is skipped up to its CRLF, in bounded memory.
/// </summary>
internal struct CommandLineReader(int limit)
{
    /// <summary>Octets of a line with its CRLF.</summary>
    public int Limit { get; set; } = limit;

    // A line this long is not a mistake; Postfix would read on for ever.
    private const int EndlessFactor = 32;

    private long _skipped;

    /// <summary>Looks for one line at the start of <paramref name="input"/>.</summary>
    /// <param name="consumed">Behind what is done with.</param>
    /// <param name="examined">Behind what need not be looked at again before more has come.</param>
    /// <param name="line">Without its CRLF; empty when there is a rejection.</param>
    /// <param name="rejection">What is wrong with the line.</param>
    /// <returns>False when more input is needed.</returns>
    public bool TryRead(
        in ReadOnlySequence<byte> input,
        ref SequencePosition consumed,
        ref SequencePosition examined,
        out ReadOnlySequence<byte> line,
        out SmtpRejection rejection)
    {
        line = default;
        rejection = SmtpRejection.None;
        var reader = new SequenceReader<byte>(input);
        if (!reader.TryReadToAny(out ReadOnlySequence<byte> found, "\r\n"u8, advancePastDelimiter: false))
        {
            return Wait(input, input.End, input.Length, ref consumed, ref examined, out rejection);
        }

        reader.TryRead(out var first);
        if (first == '\n' || (reader.TryPeek(out var second) && second != '\n'))
        {
            consumed = examined = reader.Position;
            rejection = SmtpRejection.BareLineEnd;
            return true;
        }

        if (reader.End)
        {
            // The CR stays in the buffer until its LF comes.
            return Wait(input, found.End, found.Length, ref consumed, ref examined, out rejection);
        }

        reader.Advance(1);
        consumed = examined = reader.Position;
        rejection = Judge(_skipped + reader.Consumed);
        line = rejection == SmtpRejection.None ? found : default;
        _skipped = 0;
        return true;
    }

    private bool Wait(
        in ReadOnlySequence<byte> input,
        SequencePosition textEnd,
        long textLength,
        ref SequencePosition consumed,
        ref SequencePosition examined,
        out SmtpRejection rejection)
    {
        examined = input.End;
        consumed = input.Start;
        if (_skipped + textLength > Limit)
        {
            consumed = textEnd;
            _skipped += textLength;
        }

        rejection = Judge(_skipped);
        return rejection == SmtpRejection.LineEndless;
    }

    private readonly SmtpRejection Judge(long length) =>
        length <= Limit ? SmtpRejection.None
        : length <= (long)Limit * EndlessFactor ? SmtpRejection.LineTooLong
        : SmtpRejection.LineEndless;
}
