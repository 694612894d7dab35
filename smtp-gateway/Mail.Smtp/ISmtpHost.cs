using Mail.Core;

namespace Mail.Smtp;

/// <summary>
/// What the protocol asks of the program around it: policy and storage. Each question is answered with a reply to send instead of the
/// protocol's own, or <c>null</c> to go on. One host serves all sessions at once.
/// </summary>
/// <remarks>
/// A <see cref="StorageUnavailableException"/> from any member becomes 451 4.3.0; any other exception too, and it is logged as a bug: an unknown
/// failure is temporary (never 554). The obligations are those of maddy's delivery: Begin → Write* → Commit, and dispose without commit aborts.
/// </remarks>
public interface ISmtpHost
{
    /// <summary>A client has connected; a 5xx or 421 reply is sent in place of the greeting, and the session then allows QUIT only (RFC 5321 §3.1).</summary>
    ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken);

    /// <summary>
    /// HELO or EHLO, syntactically good; <see cref="SmtpSessionInfo.Helo"/> and <see cref="SmtpSessionInfo.IsEsmtp"/> say what and which. After a
    /// refusal both are as before any greeting, and the client may greet again (RFC 5321 §4.1.4).
    /// </summary>
    ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken);

    /// <summary>The SASL mechanisms that EHLO offers now, by their registered names; empty for no AUTH. Must be quick, and not fail.</summary>
    IReadOnlyList<string> Mechanisms(SmtpSessionInfo session) => [];

    /// <summary>AUTH with a mechanism, upper case; <c>null</c> when it is not offered, which is answered 504 5.5.4.</summary>
    ISaslExchange? BeginAuthentication(SmtpSessionInfo session, string mechanism) => null;

    /// <summary>MAIL FROM, syntactically good and within the size limit.</summary>
    ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken);

    /// <summary>RCPT TO, syntactically good and within the number of recipients; not in <paramref name="transaction"/> yet.</summary>
    ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken);

    /// <summary>DATA, or the first BDAT, with at least one accepted recipient. The transaction does not change from here on.</summary>
    ValueTask<ISmtpMessage> BeginMessageAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken);
}
