using Mail.Core;

namespace Mail.Smtp;

/// <content>RCPT (RFC 5321 §4.1.1.3).</content>
public sealed partial class SmtpSession
{
    private ValueTask<SmtpReply?> RcptAsync(ReadOnlySpan<byte> argument)
    {
        var rejection = RcptParser.Parse(argument, _options.HostName, _transaction!.SmtpUtf8, out var recipient);
        if (rejection != SmtpRejection.None)
        {
            return new(SmtpReplies.For(rejection));
        }

        // RFC 5321 §4.5.3.1.10: 452, so that the client sends the rest in a second transaction.
        return _transaction.Recipients.Count < _options.RecipientLimit
            ? AddRecipientAsync(recipient!)
            : new(SmtpReplies.TooManyRecipients);
    }

    private async ValueTask<SmtpReply?> AddRecipientAsync(EnvelopeRecipient recipient)
    {
        var reply = await _host.RcptAsync(_transaction!, recipient) ?? SmtpReplies.RecipientOk;
        if (reply.IsPositive)
        {
            _transaction!.Accept(recipient);
            _state = SmtpState.Rcpt;
        }

        return reply;
    }
}
