using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>A message that is in a mailbox, and gives rise to others.</summary>
/// <param name="Content">As it was received: RFC 5293 §7 wants nothing else in notices about it.</param>
/// <param name="Recipient">The envelope recipient by whom it was sorted.</param>
/// <param name="IsPersonal">That address leads to this mailbox only.</param>
internal sealed record ReplyContext(
    Envelope Envelope, ISieveMessage Message, MessageSummary Summary, Stream Content, AccountEntry Owner, MailAddress Recipient, bool IsPersonal, MailboxVerdict Verdict)
{
    public QueueId QueueId => Envelope.QueueId;
}
