using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>Sends what rules want sent because of a message, and remembers what they want remembered. May be repeated.</summary>
public sealed class Replies(
    VacationReplies vacations, RejectNotices rejects, MailNotices notices, WebhookNotices webhooks, ISeenMessages seen, ILogger<Replies> logger)
{
    /// <exception cref="StorageUnavailableException">Some of it may be done.</exception>
    internal async Task<IReadOnlyList<ReplyResult>> SendAsync(
        ReplyContext context, SortDecision decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = new List<ReplyResult>();
        var methods = new Dictionary<string, int>();
        foreach (var action in decision.Replies)
        {
            var place = action is NotifyAction { Method: var method } ? methods[method] = methods.GetValueOrDefault(method) + 1 : 1;
            done.Add(await TrySendAsync(context, action, place, cancellationToken));
        }

        foreach (var mark in decision.Seen)
        {
            await seen.RememberAsync(
                new SeenMessage(context.Owner.AccountId, mark.Handle, mark.Id, context.QueueId, now + mark.Period), cancellationToken);
        }

        return done;
    }

    /// <summary>A fault in one reply does not keep from the others, nor the message from its record: it is delivered, and would go round until it is poison.</summary>
    private async Task<ReplyResult> TrySendAsync(ReplyContext context, SieveAction action, int place, CancellationToken cancellationToken)
    {
        try
        {
            return new ReplyResult(action switch
            {
                VacationAction vacation => await vacations.AnswerAsync(context, vacation, cancellationToken),
                RejectAction reject => await rejects.RejectAsync(context, reject, cancellationToken),
                NotifyAction notify when notify.Method.StartsWith(WebhookNotices.Scheme, StringComparison.OrdinalIgnoreCase) =>
                    await webhooks.NotifyAsync(context, notify, place, cancellationToken),
                NotifyAction notify => await notices.NotifyAsync(context, notify, place, cancellationToken),
                _ => throw new InvalidOperationException($"{action.GetType().Name} sends nothing."),
            });
        }
        catch (Exception e) when (e is not (OperationCanceledException or StorageUnavailableException))
        {
            SortLog.ReplyFault(logger, e, context.QueueId, context.Owner.Address);
            // What is rejected is kept nowhere.
            return new ReplyResult($"{RuleOrigin.Words(action.Origin)}: its reply could not be written", MustWait: action is RejectAction);
        }
    }
}
