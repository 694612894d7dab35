namespace Mail.Smtp;

/// <content>Sending replies, and the end of the session.</content>
public sealed partial class SmtpSession
{
    private async ValueTask AnswerAsync(SmtpReply reply)
    {
        // As in Postfix, it is the error before this one that slows this answer down.
        var slowDown = _counters.SlowDown && _options.ErrorDelay > TimeSpan.Zero;
        if (!reply.IsPositive)
        {
            _counters.CountRefusal(reply);
            SmtpLog.Refused(_logger, _info.Id, _verb, _state, reply);
        }

        if (slowDown && !await DelayAsync())
        {
            return;
        }

        _connection.Write(reply);
        if (_state != SmtpState.Chunks && _content is not null)
        {
            await AnswerMessageAsync();
        }
        else if (_connection.Unflushed >= FlushThreshold)
        {
            await FlushAsync();
        }

        if (reply.Closes && _end is null)
        {
            _end = _verb == SmtpVerb.Quit ? SessionEnd.Quit : SessionEnd.SentAway;
        }
    }

    /// <summary>The answer to a message is not held back for others: until it is out, the client may send the message again (RFC 1047).</summary>
    private async ValueTask AnswerMessageAsync()
    {
        if (await FlushAsync())
        {
            _content!.Answered();
        }
        else
        {
            SmtpLog.AnswerLost(_logger, _info.Id);
        }

        await DropContentAsync();
    }

    private async ValueTask<bool> DelayAsync()
    {
        // Earlier answers do not wait for this one.
        if (!await FlushAsync())
        {
            return false;
        }

        try
        {
            await Task.Delay(_options.ErrorDelay, _time, _abort.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            _end = SessionEnd.Aborted;
            return false;
        }
    }

    private async ValueTask<bool> FlushAsync()
    {
        _wait = ClientWait.Flush;
        var isOut = await _connection.FlushAsync(_options.ReplyTimeout);
        _wait = ClientWait.None;
        if (isOut)
        {
            return true;
        }

        _end = _abort.IsCancellationRequested ? SessionEnd.Aborted : SessionEnd.ClientLeft;
        return false;
    }

    private ValueTask EndAsync(SessionEnd end, SmtpReply reply)
    {
        _end = end;
        _connection.Write(reply);
        return default;
    }

    private async ValueTask CloseAsync()
    {
        await DropContentAsync();
        // The last word; that nobody listens any more changes nothing now.
        await _connection.FlushAsync(_options.ReplyTimeout);
        await _connection.CompleteAsync();
        _connection.Dispose();
    }

    /// <summary>Forgets the transaction, and aborts its message if there is one that is not committed.</summary>
    private async ValueTask ResetAsync(SmtpState state)
    {
        _transaction = null;
        _state = state;
        await DropContentAsync();
    }

    private async ValueTask DropContentAsync()
    {
        if (_content is { } content)
        {
            _content = null;
            await content.DisposeAsync();
        }
    }
}
