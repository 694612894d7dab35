using Mail.Core;

namespace Mail.Authentication;

/// <summary>What is read through it ends with an error beyond a limit: whoever packed it must not make us unpack for ever.</summary>
internal sealed class LimitedStream(Stream inner, long max) : ForwardStream
{
    private long _read;

    /// <exception cref="InvalidDataException">There is more than is allowed.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _read += read;
        return _read <= max ? read : throw new InvalidDataException("It unpacks to too much.");
    }
}
