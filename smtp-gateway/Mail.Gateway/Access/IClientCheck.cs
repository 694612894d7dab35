using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// A policy that looks at who sends: lists, names, pace. Asked for each recipient behind the operator's rules, in the order of registration,
/// unless a rule has excused the message, the client has authenticated, or the recipient is one that everybody may write to. One for the process.
/// </summary>
internal interface IClientCheck
{
    /// <summary><c>null</c> to go on.</summary>
    ValueTask<Refusal?> CheckAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, CancellationToken cancellationToken);
}
