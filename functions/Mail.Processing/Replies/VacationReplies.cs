using System.Text;
using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Mail.Processing;

/// <summary>Answers for absent owners: RFC 5230, with the manners of RFC 3834.</summary>
public sealed class VacationReplies(
    IVacations vacations, ReplySender senders, ReplyFiling filing, OwnMail mail, FlowOptions options, TimeProvider time, ILogger<VacationReplies> logger)
{
    // RFC 5230 §4.2
    private const string SubjectPrefix = "Auto: ";

    /// <summary>Nested parts of a reply that a rule gives as MIME.</summary>
    private const int MaxDepth = 8;

    /// <returns>What was done, in words.</returns>
    internal async Task<string> AnswerAsync(ReplyContext context, VacationAction vacation, CancellationToken cancellationToken)
    {
        List<MailAddress> mine = [context.Owner.Address, .. context.IsPersonal ? [context.Recipient] : Array.Empty<MailAddress>(), .. vacation.Addresses];
        if (ReplyManners.WhyNotAnswer(context.Envelope, context.Message, context.Verdict, mine) is { } reason)
        {
            SortLog.NotReplied(logger, context.QueueId, "vacation", context.Owner.Address, reason);
            return $"vacation does not answer: {reason}";
        }

        var sender = context.Envelope.ReversePath!;
        if (!await IsFirstAsync(context, vacation, sender, cancellationToken))
        {
            SortLog.NotReplied(logger, context.QueueId, "vacation", context.Owner.Address, "the sender has been answered");
            return "vacation does not answer: the sender has been answered";
        }

        var id = ReplyId.Of(context.QueueId, context.Owner.AccountId, "vacation");
        var content = ReplyText.Write(await ComposeAsync(id, context, vacation, sender, cancellationToken));
        // RFC 3834 §3.3, RFC 5230 §5.8: the null reverse-path, so that nobody answers the answer.
        await mail.SendAsync(id, reversePath: null, [sender], content, cancellationToken);
        await filing.FileAsync(id, vacation.Copy, content, context.Owner, cancellationToken);
        SortLog.Replied(logger, context.QueueId, "vacation", id, sender, context.Owner.Address);
        return $"vacation answers as {id}";
    }

    private async Task<bool> IsFirstAsync(ReplyContext context, VacationAction vacation, MailAddress sender, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // RFC 6131 §2: zero answers every message.
        return vacation.Period <= TimeSpan.Zero || await vacations.TryAnswerAsync(
            new VacationAnswer(context.Owner.AccountId, vacation.Handle, sender, context.QueueId, now + vacation.Period), now, cancellationToken);
    }

    private async Task<MimeMessage> ComposeAsync(
        QueueId id, ReplyContext context, VacationAction vacation, MailAddress sender, CancellationToken cancellationToken)
    {
        var from = await senders.ChooseAsync(vacation.From, context.Owner, cancellationToken);
        var reply = ReplyText.Begin(
            id, from, [sender], vacation.Subject ?? SubjectPrefix + context.Summary.Subject, "auto-replied", options, time.GetUtcNow());
        ReplyText.Refer(reply, context.Summary);
        reply.Body = vacation.IsMime ? Entity(vacation.Reason) : ReplyText.Plain(vacation.Reason);
        return reply;
    }

    /// <summary>RFC 5230 §4.4: a MIME entity. What is none is text.</summary>
    private static MimeEntity Entity(string reason)
    {
        try
        {
            var entity = MimeEntity.Load(new ParserOptions { MaxMimeDepth = MaxDepth }, new MemoryStream(Encoding.UTF8.GetBytes(reason)));
            // Fields that are not about the content would become the message's, which are ours to say: From, Auto-Submitted.
            foreach (var header in entity.Headers.Where(header => !header.Field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)).ToList())
            {
                entity.Headers.Remove(header);
            }

            return entity;
        }
        catch (FormatException)
        {
            return ReplyText.Plain(reason);
        }
    }
}
