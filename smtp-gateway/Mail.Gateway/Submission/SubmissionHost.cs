using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>What a session on a port for submission asks: as <see cref="SmtpHost"/>, with AUTH before, and the policy for those who have passed it.</summary>
internal sealed class SubmissionHost(
    SmtpHost inner, GatewayAuthenticator authenticator, SubmissionPolicy policy, Refusals refusals, TimeProvider time) : ISmtpHost
{
    public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken) =>
        inner.ConnectAsync(session, cancellationToken);

    public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) =>
        inner.HeloAsync(session, cancellationToken);

    public IReadOnlyList<string> Mechanisms(SmtpSessionInfo session) => authenticator.Mechanisms(session);

    public ISaslExchange? BeginAuthentication(SmtpSessionInfo session, string mechanism) => authenticator.Begin(session, mechanism);

    public async ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        // Who has not authenticated is answered there.
        if (await inner.MailAsync(session, transaction, cancellationToken) is { IsPositive: false } reply)
        {
            return reply;
        }

        return await policy.CheckSenderAsync(session, transaction.ReversePath, cancellationToken) is { } refusal
            ? refusals.Answer(refusal, session, transaction)
            : null;
    }

    public async ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken)
    {
        // First, for what the other has admitted is in the transaction.
        if (await policy.CheckRateAsync(session, cancellationToken) is { } refusal)
        {
            return refusals.Answer(refusal, session, transaction, recipient.Address);
        }

        var reply = await inner.RcptAsync(session, transaction, recipient, cancellationToken);
        if (reply is null or { IsPositive: true })
        {
            policy.CountRecipient(session);
        }

        return reply;
    }

    public async ValueTask<ISmtpMessage> BeginMessageAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        // Disabled since MAIL: temporary, and refused at the next MAIL.
        var account = await policy.AccountAsync(session, cancellationToken)
            ?? throw new UnusableRowException($"{session.AuthenticatedUser} is no account any more.");
        var message = await inner.BeginMessageAsync(session, transaction, cancellationToken);
        return message is not IncomingMessage incoming
            // An access rule throws it away unread.
            ? message
            : new SubmittedMessage(incoming, account, policy.Header, refusals, session, transaction, time);
    }
}
