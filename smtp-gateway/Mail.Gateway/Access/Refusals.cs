using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Answers refusals: the one place where each is counted, logged and recorded, whichever policy it comes from.</summary>
internal sealed class Refusals(RejectRecorder rejects, ILogger<Refusals> logger)
{
    /// <summary>Gives the reply for the wire.</summary>
    /// <param name="transaction"><c>null</c> before MAIL.</param>
    /// <param name="recipient"><c>null</c> before RCPT.</param>
    public SmtpReply Answer(Refusal refusal, SmtpSessionInfo session, SmtpTransaction? transaction = null, MailAddress? recipient = null)
    {
        GatewayMetrics.Refused.Add(
            1, new KeyValuePair<string, object?>("reason", refusal.Reason), new KeyValuePair<string, object?>("code", refusal.Reply.Code));
        GatewayLog.Refused(
            logger, session.Id, transaction?.ReversePath, recipient, session.ClientName, session.ClientAddress, session.Helo, refusal.Reply.Code,
            refusal.Reason, refusal.Detail);
        if (transaction is not null && recipient is not null)
        {
            rejects.Note(refusal, session, transaction, recipient);
        }

        return refusal.Reply;
    }

    /// <summary>A rule throws the recipient's mail away: the client hears nothing of it, the recipient's record does.</summary>
    public void Discarded(AccessRule rule, SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient) =>
        rejects.Note(
            new Refusal(SmtpReplies.RecipientOk, "access-discard", AccessPolicy.Describe(rule)), session, transaction, recipient);
}
