namespace Mail.Smtp;

/// <summary>
/// Looks for line ends other than CRLF in the content of BDAT chunks, across their borders. Such content could be received safely; but it
/// is text that will be sent on with DATA, where it would be the smuggling that <see cref="DotReader"/> refuses. BINARYMIME, which
/// would allow it, is not offered (RFC 3030 §3).
/// </summary>
internal struct LineEndChecker
{
    private bool _behindCr;

    public LineEndFault Fault { get; private set; }

    public void Check(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty && Fault == LineEndFault.None)
        {
            if (_behindCr)
            {
                Fault = input[0] == '\n' ? LineEndFault.None : LineEndFault.BareCr;
                _behindCr = false;
                input = input[1..];
                continue;
            }

            var end = input.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                return;
            }

            Fault = input[end] == '\n' ? LineEndFault.BareLf : LineEndFault.None;
            _behindCr = true;
            input = input[(end + 1)..];
        }
    }

    /// <summary>The last chunk has been checked.</summary>
    public void End() => Fault = Fault == LineEndFault.None && _behindCr ? LineEndFault.BareCr : Fault;
}
