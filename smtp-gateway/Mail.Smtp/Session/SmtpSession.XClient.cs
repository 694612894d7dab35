namespace Mail.Smtp;

/// <content>XCLIENT (Postfix's XCLIENT_README): a filter or a test says for whom it speaks.</content>
public sealed partial class SmtpSession
{
    private ValueTask<SmtpReply?> XClientAsync(ReadOnlySpan<byte> argument)
    {
        if (!_info.MayImpersonate)
        {
            // As if there were no such command: to others there is none.
            return new(SmtpReplies.For(SmtpRejection.UnknownCommand));
        }

        if (_state is not (SmtpState.Connected or SmtpState.Ready))
        {
            return new(SmtpReplies.TransactionInProgress);
        }

        var rejection = XClientParser.Parse(argument, out var request);
        return rejection == SmtpRejection.None ? RestartAsync(request!) : new(SmtpReplies.For(rejection));
    }

    /// <summary>The session begins again with its greeting, as that of another client.</summary>
    private async ValueTask<SmtpReply?> RestartAsync(XClientRequest request)
    {
        await ResetAsync(SmtpState.Connected);
        _info.ClientAddress = request.HasAddress ? request.Address : _info.ClientAddress;
        // The name that was looked up is that of the address before.
        _info.ClientName = request.HasName ? request.Name : request.HasAddress ? null : _info.ClientName;
        _info.Helo = request.Helo;
        _info.IsEsmtp = request.IsEsmtp ?? false;
        _info.AuthenticatedUser = null;
        _info.AuthenticationMechanism = null;
        SmtpLog.Impersonates(_logger, _info.Id, _info.ClientAddress);
        await GreetAsync();
        return null;
    }
}
