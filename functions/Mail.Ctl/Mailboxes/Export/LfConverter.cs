using System.Buffers;

namespace Mail.Ctl;

/// <summary>Turns CRLF into LF, piece by piece: files in a Unix mailbox have Unix line ends. A lone CR stays.</summary>
internal sealed class LfConverter(IBufferWriter<byte> output)
{
    private bool _heldCr;

    public void Write(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        if (_heldCr && input[0] != '\n')
        {
            output.Write("\r"u8);
        }

        _heldCr = input[^1] == '\r';
        input = _heldCr ? input[..^1] : input;
        int end;
        while ((end = input.IndexOf("\r\n"u8)) >= 0)
        {
            output.Write(input[..end]);
            output.Write("\n"u8);
            input = input[(end + 2)..];
        }

        output.Write(input);
    }

    public void Finish()
    {
        if (_heldCr)
        {
            output.Write("\r"u8);
            _heldCr = false;
        }
    }
}
