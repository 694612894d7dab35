namespace Mail.Smtp;

/// <content>BDAT (RFC 3030 §2).</content>
public sealed partial class SmtpSession
{
    private LineEndChecker _lineEnds;

    private ValueTask<SmtpReply?> BdatAsync(ReadOnlySpan<byte> argument)
    {
        var rejection = BdatParser.Parse(argument, out var size, out var last);
        if (rejection == SmtpRejection.ChunkSizeUnreadable)
        {
            // Where the next command begins is not known, so the reply closes.
            return new(SmtpReplies.For(rejection));
        }

        if (size > DrainLimit)
        {
            return new(SmtpReplies.FarTooBig);
        }

        if (rejection != SmtpRejection.None)
        {
            return DiscardChunkAsync(size, SmtpReplies.For(rejection));
        }

        return (_state & (SmtpState.Rcpt | SmtpState.Chunks)) != 0
            ? ReceiveChunkAsync(size, last)
            : DiscardChunkAsync(size, SmtpReplies.OutOfSequence(SmtpVerb.Bdat, _state));
    }

    /// <summary>
    /// Reads a chunk that nobody wants, so that its octets are not taken for commands. A message that it belonged to is over: the chunks
    /// pipelined behind it must not make one of their own (RFC 3030 §2).
    /// </summary>
    private async ValueTask<SmtpReply?> DiscardChunkAsync(long size, SmtpReply reply)
    {
        if (_state is SmtpState.Rcpt or SmtpState.Chunks)
        {
            await ResetAsync(SmtpState.Ready);
        }

        _counters.BeginContent();
        return await TakeChunkAsync(size, content: null) ? reply : null;
    }

    private async ValueTask<SmtpReply?> ReceiveChunkAsync(long size, bool last)
    {
        if (_state == SmtpState.Rcpt)
        {
            if (!await TryBeginContentAsync())
            {
                return await DiscardChunkAsync(size, SmtpReplies.LocalProblem);
            }

            _lineEnds = default;
            _state = SmtpState.Chunks;
        }

        var content = _content!;
        if (size > _options.MessageSizeLimit - content.Size)
        {
            await content.RefuseAsync(SmtpReplies.MessageTooBig);
        }

        if (!await TakeChunkAsync(size, content))
        {
            return null;
        }

        if (last)
        {
            await EndLinesAsync(content);
        }

        return last || content.Refusal is not null ? await FinishMessageAsync(content) : SmtpReplies.ChunkOk(size);
    }

    /// <param name="content"><c>null</c> to throw the chunk away.</param>
    /// <returns>False when the session ended first.</returns>
    private async ValueTask<bool> TakeChunkAsync(long size, IncomingContent? content)
    {
        var remaining = size;
        while (remaining > 0 && _end is null)
        {
            var input = _connection.Buffered;
            input = input.Slice(0, Math.Min(remaining, input.Length));
            remaining -= input.Length;
            foreach (var segment in input)
            {
                if (content is not null)
                {
                    await TakeSegmentAsync(segment, content);
                }
            }

            _connection.Consume(input.End, input.End);
            if (remaining > 0)
            {
                await AwaitContentAsync();
            }
        }

        return _end is null;
    }

    private async ValueTask TakeSegmentAsync(ReadOnlyMemory<byte> segment, IncomingContent content)
    {
        _lineEnds.Check(segment.Span);
        if (_lineEnds.Fault != LineEndFault.None)
        {
            await content.RefuseAsync(SmtpReplies.For(_lineEnds.Fault));
        }

        while (!segment.IsEmpty)
        {
            var length = Math.Min(segment.Length, content.Room.Length);
            segment.Span[..length].CopyTo(content.Room);
            segment = segment[length..];
            await content.AdvanceAsync(length);
        }
    }

    // A message need not end with a line end here, and is kept as it is; half of one is a fault like any other.
    private ValueTask EndLinesAsync(IncomingContent content)
    {
        _lineEnds.End();
        return _lineEnds.Fault == LineEndFault.None ? default : content.RefuseAsync(SmtpReplies.For(_lineEnds.Fault));
    }
}
