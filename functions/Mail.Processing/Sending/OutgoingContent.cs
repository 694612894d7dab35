using Mail.Core;

namespace Mail.Processing;

/// <summary>The fields that go before a message, then the message unchanged, as one stream for reading once. Leaves the message's stream open.</summary>
internal sealed class OutgoingContent(ReadOnlyMemory<byte> fields, Stream message) : ForwardStream
{
    private ReadOnlyMemory<byte> _fields = fields;

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
}
