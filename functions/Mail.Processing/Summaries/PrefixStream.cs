using Mail.Core;

namespace Mail.Processing;

/// <summary>Shows at most the first <c>length</c> bytes from the current position of a stream, for reading only. Leaves the stream open.</summary>
internal sealed class PrefixStream(Stream inner, long length) : ForwardStream
{
    private long _left = length;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }
}
