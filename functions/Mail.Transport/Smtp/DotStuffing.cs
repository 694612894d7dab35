using System.Buffers;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// Content for DATA: dots doubled (RFC 5321 §4.5.2), the end marked. A lone CR or LF becomes CRLF: a server that takes one for a line end could be made to
/// see the end of the message, and further commands, where we see text. Kept for all messages of a session, with its buffers.
/// </summary>
internal sealed class DotStuffing
{
    private readonly ArrayBufferWriter<byte> _lines = new();
    private CrlfConverter _converter;
    private bool _isLineStart = true;

    public DotStuffing() => _converter = new CrlfConverter(_lines);

    public void Begin()
    {
        _lines.ResetWrittenCount();
        _converter = new CrlfConverter(_lines);
        _isLineStart = true;
    }

    public void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        _converter.Write(content);
        var rest = _lines.WrittenSpan;
        while (!rest.IsEmpty)
        {
            if (_isLineStart && rest[0] == '.')
            {
                output.Write("."u8);
            }

            var end = rest.IndexOf((byte)'\n');
            _isLineStart = end >= 0;
            var line = end >= 0 ? rest[..(end + 1)] : rest;
            output.Write(line);
            rest = rest[line.Length..];
        }

        _lines.ResetWrittenCount();
    }

    public void Finish(IBufferWriter<byte> output) => output.Write(_isLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
}
