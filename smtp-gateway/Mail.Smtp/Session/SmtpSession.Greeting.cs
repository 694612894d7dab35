namespace Mail.Smtp;

/// <content>The greeting, HELO and EHLO, and RSET (RFC 5321 §3.1, §3.2, §4.1.1.1, §4.1.1.5).</content>
public sealed partial class SmtpSession
{
    private async ValueTask GreetAsync()
    {
        _info.SpokeFirst = false;
        var reply = await _host.ConnectAsync();
        if (reply is null && _info.GreetingDelay > TimeSpan.Zero)
        {
            await ListenAsync(_info.GreetingDelay);
        }

        if (_options.RefuseImproperPipelining && _connection.PeekMore())
        {
            // RFC 5321 §4.3.1: a client waits for the greeting. One that does not also sends without listening to our answers.
            reply = SmtpReplies.ImproperPipelining;
        }

        reply ??= SmtpReplies.Greeting(_options);
        if (!reply.IsPositive)
        {
            _state = SmtpState.Refused;
        }

        await AnswerAsync(reply);
    }

    /// <summary>Waits for a client that speaks first, and notes when it does. A client that leaves gets the greeting all the same: that is how it is noticed.</summary>
    private async ValueTask ListenAsync(TimeSpan delay)
    {
        _wait = ClientWait.Input;
        var outcome = await _connection.ReadMoreAsync(delay);
        _wait = ClientWait.None;
        _info.SpokeFirst = outcome == ReadOutcome.More;
    }

    private ValueTask<SmtpReply?> HeloAsync(ReadOnlySpan<byte> argument, bool esmtp)
    {
        var rejection = HeloParser.Parse(argument, out var name);
        return rejection == SmtpRejection.None ? GreetClientAsync(name, esmtp) : new(SmtpReplies.For(rejection));
    }

    private async ValueTask<SmtpReply?> GreetClientAsync(string name, bool esmtp)
    {
        // RFC 5321 §4.1.4: a second greeting is as a RSET.
        await ResetAsync(SmtpState.Connected);
        _info.Helo = name;
        _info.IsEsmtp = esmtp;
        var reply = await _host.HeloAsync() ?? (esmtp ? Ehlo() : SmtpReplies.Helo(_options));
        if (reply.IsPositive)
        {
            _state = SmtpState.Ready;
        }
        else
        {
            _info.Helo = null;
            _info.IsEsmtp = false;
        }

        return reply;
    }

    private SmtpReply Ehlo()
    {
        var mechanisms = _host.Mechanisms();
        // Clients send a token of 3 KiB as the initial response, although RFC 4954 §4 wants it to fit a command line.
        _lines.Limit = mechanisms.Count > 0 ? SmtpServerOptions.AuthenticationLineLimit : _options.CommandLineLimit;
        return SmtpReplies.Ehlo(_options, OffersStartTls, mechanisms, _info.MayImpersonate, _info.Tls is not null);
    }

    private async ValueTask<SmtpReply?> RsetAsync()
    {
        await ResetAsync(_state == SmtpState.Connected ? SmtpState.Connected : SmtpState.Ready);
        return SmtpReplies.Ok;
    }
}
