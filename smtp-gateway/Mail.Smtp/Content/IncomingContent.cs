using System.Buffers;

namespace Mail.Smtp;

/// <summary>
/// The content of one message on its way to the host: collected in one block, counted, and given up at the first thing that is wrong with
/// it. From then on the input is read only to find its end.
/// </summary>
internal sealed class IncomingContent(GuardedHost host, ISmtpMessage message, long sizeLimit) : IAsyncDisposable
{
    // One call of the host for nearly every message (half of all mail is below 10 KiB), and few enough bytes for a thousand sessions at once.
    private const int BlockSize = 64 * 1024;

    private byte[]? _block = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _filled;
    private bool _isReleased;

    /// <summary>What the client will be answered; <c>null</c> while nothing is wrong.</summary>
    public SmtpReply? Refusal { get; private set; }

    /// <summary>Octets of content so far (RFC 1870 §5: without the dots of the transport), also of what was given up.</summary>
    public long Size { get; private set; }

    /// <summary>The host answered the commit positively.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Room for more content, never empty.</summary>
    public Span<byte> Room => _block.AsSpan(_filled, BlockSize - _filled);

    /// <summary>Takes what was put into <see cref="Room"/>.</summary>
    public ValueTask AdvanceAsync(int written)
    {
        _filled += written;
        Size += written;
        if (Refusal is null && Size > sizeLimit)
        {
            return RefuseAsync(SmtpReplies.MessageTooBig);
        }

        return _filled == BlockSize ? FlushAsync() : default;
    }

    /// <summary>
    /// Gives the message up; the first reason stays. Only size gives way to another: whether it is noticed before or behind a bad line end depends on
    /// how the network cut the input, and the answer must not.
    /// </summary>
    public async ValueTask RefuseAsync(SmtpReply reason)
    {
        _filled = 0;
        if (Refusal is null || ReferenceEquals(Refusal, SmtpReplies.MessageTooBig))
        {
            Refusal = reason;
            await ReleaseMessageAsync();
        }
    }

    /// <summary>The content is whole: commits it, or says why not.</summary>
    public async ValueTask<SmtpReply> FinishAsync()
    {
        await FlushAsync();
        if (Refusal is not null)
        {
            return Refusal;
        }

        if (await host.CommitAsync(message) is { } reply)
        {
            IsCommitted = reply.IsPositive;
            return reply;
        }

        await RefuseAsync(SmtpReplies.LocalProblem);
        return SmtpReplies.LocalProblem;
    }

    /// <summary>The reply of <see cref="FinishAsync"/> has been handed to the network. Passed on when it was the host's.</summary>
    public void Answered()
    {
        if (Refusal is null)
        {
            message.Answered();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseMessageAsync();
        if (_block is not null)
        {
            ArrayPool<byte>.Shared.Return(_block);
            _block = null;
        }
    }

    private async ValueTask FlushAsync()
    {
        var content = new ReadOnlySequence<byte>(_block!, 0, _filled);
        _filled = 0;
        if (Refusal is null && !content.IsEmpty && await host.WriteAsync(message, content) is { } failure)
        {
            await RefuseAsync(failure);
        }
    }

    private async ValueTask ReleaseMessageAsync()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            await host.DisposeAsync(message);
        }
    }
}
