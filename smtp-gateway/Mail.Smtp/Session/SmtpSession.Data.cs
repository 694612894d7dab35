namespace Mail.Smtp;

/// <content>DATA (RFC 5321 §4.1.1.4), and what it shares with BDAT.</content>
public sealed partial class SmtpSession
{
    // A message that is refused while it comes is still read to its end, so that the client hears why. Beyond this it is cheaper for both
    // to part: a client that heeds neither SIZE nor sense is not listening for 552.
    private const int DrainFactor = 4;

    private DotReader _dots;

    private long DrainLimit => _options.MessageSizeLimit * DrainFactor;

    private async ValueTask<SmtpReply?> DataAsync()
    {
        if (!await TryBeginContentAsync())
        {
            await ResetAsync(SmtpState.Ready);
            return SmtpReplies.LocalProblem;
        }

        _dots = default;
        _connection.Write(SmtpReplies.StartMailInput);
        return await FlushAsync() && await ReceiveDottedAsync(_content!) ? await FinishMessageAsync(_content!) : null;
    }

    private async ValueTask<bool> TryBeginContentAsync()
    {
        if (await _host.BeginMessageAsync(_transaction!) is not { } message)
        {
            return false;
        }

        _content = new IncomingContent(_host, message, _options.MessageSizeLimit);
        _counters.BeginContent();
        return true;
    }

    /// <returns>False when the session ended first.</returns>
    private async ValueTask<bool> ReceiveDottedAsync(IncomingContent content)
    {
        while (_end is null)
        {
            await TakeDottedAsync(content);
            if (_dots.HasEnded)
            {
                return true;
            }

            if (content.Size > DrainLimit)
            {
                await EndAsync(SessionEnd.SentAway, SmtpReplies.FarTooBig);
            }
            else
            {
                await AwaitContentAsync();
            }
        }

        return false;
    }

    /// <summary>Takes what has come, up to the final dot.</summary>
    private async ValueTask TakeDottedAsync(IncomingContent content)
    {
        var input = _connection.Buffered;
        long taken = 0;
        foreach (var segment in input)
        {
            var rest = segment;
            while (!rest.IsEmpty && !_dots.HasEnded)
            {
                var room = content.Room;
                _dots.Read(rest.Span[..Math.Min(rest.Length, room.Length)], room, out var consumed, out var written);
                rest = rest[consumed..];
                taken += consumed;
                if (_dots.Fault != LineEndFault.None)
                {
                    await content.RefuseAsync(SmtpReplies.For(_dots.Fault));
                }

                await content.AdvanceAsync(written);
            }
        }

        var end = input.GetPosition(taken);
        _connection.Consume(end, end);
    }

    private async ValueTask AwaitContentAsync()
    {
        // Behind a pipelined BDAT, there may be answers to the commands before it.
        if (!await FlushAsync())
        {
            return;
        }

        _wait = ClientWait.Input;
        var outcome = await _connection.ReadMoreAsync(_counters.ContentPatience);
        _wait = ClientWait.None;
        ProgressBy(_connection.Buffered.Length);
        _counters.WaitedForContent(_connection.Waited, _connection.Buffered.Length);
        await HandleAsync(outcome);
    }

    private async ValueTask<SmtpReply?> FinishMessageAsync(IncomingContent content)
    {
        var reply = await content.FinishAsync();
        _counters.CountMessage(content.Size, content.IsCommitted);
        _transaction = null;
        _state = SmtpState.Ready;
        return reply;
    }
}
