using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Sends a client away in place of the greeting.</summary>
internal sealed class RefusingHost(Refusals refusals, Refusal refusal) : ISmtpHost
{
    public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken) =>
        new(refusals.Answer(refusal, session));

    // After a refusal in place of the greeting the session allows QUIT only, so nobody asks the rest.
    public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => new(refusal.Reply);

    public ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken) =>
        new(refusal.Reply);

    public ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken) =>
        new(refusal.Reply);

    public ValueTask<ISmtpMessage> BeginMessageAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The client was sent away in place of the greeting.");
}
