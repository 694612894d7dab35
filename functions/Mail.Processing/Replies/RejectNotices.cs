using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Tells senders that a rule refuses their message: RFC 5429, <c>reject</c> and <c>ereject</c> alike. The message was accepted before its rules were known, so
/// it is a notice (RFC 3464), and only where manners allow one.
/// </summary>
public sealed class RejectNotices(INoticeWriter writer, OwnMail mail, FlowOptions options, TimeProvider time, ILogger<RejectNotices> logger)
{
    /// <returns>What was done, in words.</returns>
    internal async Task<string> RejectAsync(ReplyContext context, RejectAction reject, CancellationToken cancellationToken)
    {
        var sender = context.Envelope.ReversePath ?? throw new InvalidOperationException("Nobody is told that a notice is rejected.");
        var id = ReplyId.Of(context.QueueId, context.Owner.AccountId, "reject");
        await mail.SendAsync(id, reversePath: null, [sender], writer.Write(NoticeOf(id, context, sender, reject)), cancellationToken);
        SortLog.Replied(logger, context.QueueId, "rejection", id, sender, context.Owner.Address);
        return $"its sender is told as {id}";
    }

    private DeliveryNotice NoticeOf(QueueId id, ReplyContext context, MailAddress sender, RejectAction reject)
    {
        context.Content.Position = 0;
        var named = context.Envelope.Recipients.FirstOrDefault(recipient => recipient.Address.Equals(context.Recipient));
        return new DeliveryNotice
        {
            Kind = NoticeKind.Failure,
            To = sender,
            NoticeId = id,
            OriginalId = context.QueueId,
            ReportingMta = options.HostName,
            AuthorDomain = context.Owner.Address.Domain,
            EnvId = context.Envelope.EnvId,
            // As in other notices: what strangers sent does not travel back whole.
            Ret = DsnReturn.Headers,
            SmtpUtf8 = context.Envelope.SmtpUtf8,
            ArrivedAt = context.Envelope.ArrivedAt,
            Now = time.GetUtcNow(),
            Original = context.Content,
            Recipients =
            [
                new NoticeRecipient
                {
                    Address = context.Recipient,
                    OriginalRecipient = named?.OriginalRecipient,
                    Action = NoticeAction.Failed,
                    // RFC 3463 §3.8: delivery not authorized, message refused. RFC 5429 §2.1.1 has the same.
                    Status = "5.7.1",
                    Reason = reject.Reason,
                },
            ],
        };
    }
}
