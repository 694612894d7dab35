namespace Mail.Smtp;

/// <content>STARTTLS (RFC 3207).</content>
public sealed partial class SmtpSession
{
    private bool OffersStartTls => _tls is { IsAvailable: true } && _info.Tls is null;

    private ValueTask<SmtpReply?> StartTlsAsync() => _tls switch
    {
        null => new(SmtpReplies.For(SmtpRejection.NotImplemented)),
        _ when _info.Tls is not null => new(SmtpReplies.TlsActive),
        { IsAvailable: false } => new(SmtpReplies.TlsUnavailable),
        _ => StartTlsAsync(_tls),
    };

    private async ValueTask<SmtpReply?> StartTlsAsync(ISmtpTls tls)
    {
        // RFC 3207 §6, CVE-2011-0411: what somebody slipped in behind the STARTTLS must not be taken for something said under TLS. All that
        // has come before our 220 goes; what comes after it is the handshake's.
        _connection.DiscardInput();
        _connection.Write(SmtpReplies.ReadyForTls);
        if (!await FlushAsync())
        {
            return null;
        }

        _wait = ClientWait.Handshake;
        var result = await SmtpTlsHandshake.RunAsync(tls, _connection.Transport, _options.TlsHandshakeTimeout, _time, _abort.Token);
        _wait = ClientWait.None;
        switch (result)
        {
            case SmtpTlsResult.Secured secured:
                _connection.Replace(secured.Transport);
                BeginAnew(secured.Facts);
                SmtpLog.Secured(_logger, _info.Id, secured.Facts.Protocol, secured.Facts.Cipher);
                break;
            case SmtpTlsResult.Failed failed:
                SmtpLog.HandshakeFailed(_logger, _info.Id, failed.Reason);
                _end = _abort.IsCancellationRequested ? SessionEnd.Aborted : SessionEnd.HandshakeFailed;
                break;
        }

        return null;
    }

    /// <summary>RFC 3207 §4.2: nothing that the client said before counts; it has to greet again.</summary>
    private void BeginAnew(SmtpTlsFacts facts)
    {
        _state = SmtpState.Connected;
        _info.Tls = facts;
        _info.Helo = null;
        _info.IsEsmtp = false;
        _info.AuthenticatedUser = null;
        _info.AuthenticationMechanism = null;
    }
}
