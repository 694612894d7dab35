namespace Mail.Smtp;

/// <content>MAIL (RFC 5321 §4.1.1.2).</content>
public sealed partial class SmtpSession
{
    private ValueTask<SmtpReply?> MailAsync(ReadOnlySpan<byte> argument)
    {
        var rejection = MailParser.Parse(argument, _info.Tls is not null, out var transaction);
        if (rejection != SmtpRejection.None)
        {
            return new(SmtpReplies.For(rejection));
        }

        // RFC 1870 §6.1.
        return transaction!.DeclaredSize > _options.MessageSizeLimit ? new(SmtpReplies.MessageTooBig) : BeginTransactionAsync(transaction);
    }

    private async ValueTask<SmtpReply?> BeginTransactionAsync(SmtpTransaction transaction)
    {
        var reply = await _host.MailAsync(transaction) ?? SmtpReplies.SenderOk;
        if (reply.IsPositive)
        {
            _transaction = transaction;
            _state = SmtpState.Mail;
        }

        return reply;
    }
}
