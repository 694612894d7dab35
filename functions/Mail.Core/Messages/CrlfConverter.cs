using System.Buffers;

namespace Mail.Core;

/// <summary>
/// Turns the line ends of files (LF, CR LF, a mixture) into CRLF, the only line end of a message (RFC 5322 §2.3), piece by piece.
/// A lone CR becomes CRLF as well: no message may hold one, and dropping it could join two lines into another header field.
/// </summary>
public sealed class CrlfConverter(IBufferWriter<byte> output)
{
    private bool _afterCr;

    public void Write(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        // The CR that ended the last piece has been written as CRLF already.
        if (_afterCr && input.StartsWith("\n"u8))
        {
            input = input[1..];
        }

        _afterCr = input.EndsWith("\r"u8);
        int end;
        while ((end = input.IndexOfAny((byte)'\r', (byte)'\n')) >= 0)
        {
            output.Write(input[..end]);
            output.Write("\r\n"u8);
            input = input[(end + (input[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        output.Write(input);
    }
}
