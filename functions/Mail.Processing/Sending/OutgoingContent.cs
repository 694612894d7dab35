namespace Mail.Processing;

/// <summary>The fields that go before a message, then the message unchanged, as one stream for reading once. Leaves the message's stream open.</summary>
internal sealed class OutgoingContent(ReadOnlyMemory<byte> fields, Stream message) : Stream
{
    private ReadOnlyMemory<byte> _fields = fields;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_fields.IsEmpty)
        {
            return message.Read(buffer);
        }

        var count = Math.Min(buffer.Length, _fields.Length);
        _fields.Span[..count].CopyTo(buffer);
        _fields = _fields[count..];
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _fields.IsEmpty ? await message.ReadAsync(buffer, cancellationToken) : Read(buffer.Span);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
