using System.Buffers;

namespace Mail.Sieve;

/// <summary>Cuts what is read of a stream into lines.</summary>
internal sealed class LineFeeder(StructureReader reader)
{
    /// <summary>
    /// Octets of a line that are handed on, enough for every boundary (RFC 2046 §5.1.1: 70) and for fields that nobody folded. RFC 5322 §2.1.1 allows 998.
    /// </summary>
    private const int MaxLine = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private long _start;
    private long _position;

    public void Add(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var lineEnd = octets.IndexOf((byte)'\n');
            var part = lineEnd < 0 ? octets : octets[..(lineEnd + 1)];
            _position += part.Length;
            Take(part, isWhole: lineEnd >= 0);
            octets = octets[part.Length..];
        }
    }

    public MessagePart Complete()
    {
        if (_line.WrittenCount > 0)
        {
            EndLine(_line.WrittenSpan);
        }

        return reader.Complete(_position);
    }

    private void Take(ReadOnlySpan<byte> part, bool isWhole)
    {
        if (isWhole && _line.WrittenCount == 0 && part.Length <= MaxLine)
        {
            EndLine(part);
            return;
        }

        _line.Write(part[..Math.Min(part.Length, MaxLine - _line.WrittenCount)]);
        if (isWhole)
        {
            EndLine(_line.WrittenSpan);
        }
    }

    private void EndLine(ReadOnlySpan<byte> line)
    {
        reader.AddLine(line, _start, _position);
        _line.ResetWrittenCount();
        _start = _position;
    }
}
