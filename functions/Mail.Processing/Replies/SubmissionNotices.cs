using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>Tells users that what they have submitted goes to nobody, and why (RFC 3464). May be repeated: the notice has one queue id.</summary>
public sealed class SubmissionNotices(INoticeWriter writer, OwnMail mail, FlowOptions options, TimeProvider time, ILogger<SubmissionNotices> logger)
{
    /// <summary>Tells the user, unless he wants to hear of none of the recipients (RFC 3461 §4.1).</summary>
    /// <param name="recipients">Those who do not get it.</param>
    /// <param name="reason">In words, for the user.</param>
    internal async Task SendAsync(SpooledMessage message, IEnumerable<EnvelopeRecipient> recipients, string reason, CancellationToken cancellationToken)
    {
        var told = recipients.Where(recipient => NoticeRecipient.IsWanted(NoticeKind.Failure, recipient.Notify)).ToList();
        if (message.Envelope.ReversePath is not { } sender || told.Count == 0)
        {
            return;
        }

        var id = ReplyId.Of(message.Envelope.QueueId, "", "submission");
        await mail.SendAsync(id, reversePath: null, [sender], writer.Write(NoticeOf(id, message, sender, told, reason)), cancellationToken);
        FlowLog.Returned(logger, message.Envelope.QueueId, sender, id, reason);
    }

    private DeliveryNotice NoticeOf(QueueId id, SpooledMessage message, MailAddress sender, List<EnvelopeRecipient> recipients, string reason)
    {
        message.Content.Position = 0;
        return new DeliveryNotice
        {
            Kind = NoticeKind.Failure,
            To = sender,
            NoticeId = id,
            OriginalId = message.Envelope.QueueId,
            ReportingMta = options.HostName,
            AuthorDomain = sender.Domain,
            EnvId = message.Envelope.EnvId,
            // What a scanner objects to does not travel back.
            Ret = DsnReturn.Headers,
            SmtpUtf8 = message.Envelope.SmtpUtf8,
            ArrivedAt = message.Envelope.ArrivedAt,
            Now = time.GetUtcNow(),
            Original = message.Content,
            // RFC 3463 §3.8: delivery not authorized, message refused.
            Recipients =
            [
                .. recipients.Select(recipient => new NoticeRecipient
                {
                    Address = recipient.Address,
                    OriginalRecipient = recipient.OriginalRecipient,
                    Action = NoticeAction.Failed,
                    Status = "5.7.1",
                    Reason = reason,
                }),
            ],
        };
    }
}
