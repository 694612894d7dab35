using Mail.Core;

namespace Mail.Processing;

/// <summary>A part of a seekable stream, which stays the owner's. Whoever reads it has the stream for himself meanwhile.</summary>
internal sealed class StreamSlice(Stream inner, long start, long length) : ForwardStream
{
    private long _position;

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, Math.Max(0, length - _position))];
        if (buffer.IsEmpty)
        {
            return 0;
        }

        inner.Position = start + _position;
        var read = inner.Read(buffer);
        _position += read;
        return read;
    }
}
