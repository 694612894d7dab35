using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Sends what rules want sent because of a message, and remembers what they want remembered. May be repeated.</summary>
public sealed class Replies(VacationReplies vacations, RejectNotices rejects, MailNotices notices, WebhookNotices webhooks, ISeenMessages seen)
{
    /// <returns>What was done, in words.</returns>
    /// <exception cref="StorageUnavailableException">Some of it may be done.</exception>
    internal async Task<IReadOnlyList<string>> SendAsync(ReplyContext context, SortDecision decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var action in decision.Replies)
        {
            done.Add(action switch
            {
                VacationAction vacation => await vacations.AnswerAsync(context, vacation, cancellationToken),
                RejectAction reject => await rejects.RejectAsync(context, reject, cancellationToken),
                NotifyAction notify when notify.Method.StartsWith(WebhookNotices.Scheme, StringComparison.OrdinalIgnoreCase) =>
                    await webhooks.NotifyAsync(context, notify, cancellationToken),
                NotifyAction notify => await notices.NotifyAsync(context, notify, cancellationToken),
                _ => throw new InvalidOperationException($"{action.GetType().Name} sends nothing."),
            });
        }

        foreach (var mark in decision.Seen)
        {
            await seen.RememberAsync(
                new SeenMessage(context.Owner.AccountId, mark.Handle, mark.Id, context.QueueId, now + mark.Period), cancellationToken);
        }

        return done;
    }
}
