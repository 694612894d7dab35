using System.Diagnostics;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// The life of a message between acceptance (S3) and delivery (S5):
/// open the spool → screen → for each pending recipient: route → sort → deliver → reply → record. <c>functions/FLOW.md</c> tells it in words.
/// </summary>
/// <remarks>
/// Every step may be repeated: a mailbox takes a delivery once, an outbound job is written once, a record is overwritten with the same.
/// So a run that dies anywhere is simply run again by the queue.
/// </remarks>
public sealed partial class MessageFlow(
    ISpool spool,
    RecipientRouting routing,
    IScreen screen,
    IncomingRules incomingRules,
    MailboxSorting sorting,
    MailboxDelivering mailboxes,
    IOutboundQueue outbound,
    EditedRedirects redirects,
    Replies replies,
    IMessageLog log,
    ReturnedNotices returned,
    DmarcCounting dmarc,
    SubmissionNotices submissions,
    IncomingQueue incoming,
    FlowOptions options,
    TimeProvider time,
    ILogger<MessageFlow> logger)
{
    private readonly IncomingRedirects _redirects = new(sorting);

    /// <summary>Runs one attempt for the message that <paramref name="pointer"/> names.</summary>
    /// <param name="dequeueCount">How often the queue has given out this pointer, this time included.</param>
    /// <exception cref="StorageUnavailableException">Nothing is lost; the queue has to give the pointer out again.</exception>
    public async Task<FlowResult> ProcessAsync(IncomingPointer pointer, int dequeueCount, CancellationToken cancellationToken)
    {
        await using var message = await spool.OpenAsync(pointer.QueueId, cancellationToken);
        if (message is null)
        {
            FlowLog.Gone(logger, pointer.QueueId);
            return new FlowResult(null, "not in the spool: deleted or past its retention");
        }

        if (message.Withdrawn)
        {
            // No record: whoever gives it free again sends a pointer of his own.
            FlowLog.Withdrawn(logger, pointer.QueueId);
            return new FlowResult(null, "withdrawn: its client was told 451");
        }

        using var activity = Telemetry.Source.StartActivity("deliver", ActivityKind.Consumer, message.Envelope.TraceParent);
        activity?.SetTag("mail.queue_id", pointer.QueueId.ToString());

        // The first pointer's first run has nothing to ask about: that saves a storage operation per message that stays here.
        var isNew = pointer.Attempt == 0 && dequeueCount == 1;
        var earlier = isNew ? null : await log.FindAsync(pointer.QueueId, cancellationToken);
        if (earlier is { IsFinal: true })
        {
            return new FlowResult(earlier.State, "already done with");
        }

        if (earlier is { State: MessageState.Quarantined })
        {
            return new FlowResult(earlier.State, "in quarantine until somebody releases it");
        }

        var isBeside = dequeueCount == 1 && pointer.Attempt < earlier?.Attempts;
        var run = new FlowRun(message, earlier, time.GetUtcNow(), cancellationToken);
        if (message.Held)
        {
            return await HoldAsync(run);
        }

        var incoming = run.Envelope is { RedirectTo: null, Unsorted: false } ? await incomingRules.DecideAsync(run) : IncomingDecision.Keep;
        await using var content = await EditedContent.OpenAsync(message.Content, incoming.Edits, cancellationToken);
        run.Begin(incoming, content.Stream);
        var verdict = await screen.ScreenAsync(message, cancellationToken);
        verdict = run.ReleasedBy.Length > 0 ? verdict.Released(run.ReleasedBy) : verdict;
        if (verdict.IsReturned)
        {
            return await ReturnAsync(run, verdict, isBeside);
        }

        run.Begin(run.Incoming, ScreenedContent.Open(content.Stream, verdict.Fields, options.HostName), verdict.Fields);
        switch (verdict.Action)
        {
            case ScanAction.Quarantine:
                // What was recorded since this run began, by a second first pointer or an operator, has to be looked at: it must not be put back.
                return await QuarantineAsync(run, verdict)
                    ?? await ProcessAsync(pointer with { Attempt = Math.Max(1, pointer.Attempt) }, dequeueCount, cancellationToken);
            case ScanAction.Defer:
                run.Pending.ToList().ForEach(recipient => recipient.Defer(verdict.Reason));
                return await RecordAsync(run, verdict, isBeside);
            case ScanAction.Discard:
                run.Drop($"discarded: {verdict.Reason}");
                break;
        }

        var redirected = await _redirects.FollowAsync(run, verdict);
        var routed = await routing.RouteAsync(run);
        var plan = await SortAsync(run, routed, redirected, verdict);
        if (isNew && plan.Destinations.Count > 0 && await log.FindAsync(pointer.QueueId, cancellationToken) is not null)
        {
            // An enqueuing whose answer was lost is repeated by the storage's client, and makes two first pointers. A mailbox knows what it has; a job
            // that is sent and gone does not.
            return await ProcessAsync(pointer with { Attempt = 1 }, dequeueCount, cancellationToken);
        }

        await DeliverAsync(run, plan);
        await ReplyAsync(run, plan);
        return await RecordAsync(run, verdict, isBeside);
    }

    private async Task<DeliveryPlan> SortAsync(
        FlowRun run, IReadOnlyList<RoutedRecipient> routed, IReadOnlyList<RouteDestination> redirected, ScreenVerdict verdict)
    {
        var plan = new DeliveryPlan(run.Envelope.QueueId);
        foreach (var (recipient, destination) in routed)
        {
            switch (destination)
            {
                case RouteDestination.Mailbox mailbox:
                    var delivery = await sorting.SortAsync(run, plan, recipient, mailbox, verdict);
                    delivery.IsPersonal |= delivery.Recipients[0] == recipient && routed.Count(other => other.Recipient == recipient) == 1;
                    break;
                case RouteDestination.Remote { IsReturn: true } bounce:
                    await returned.LearnAsync(run.Message, bounce.Address, run.CancellationToken);
                    plan.Add(recipient, bounce);
                    break;
                case RouteDestination.Remote forward when !verdict.MayBeForwarded && !forward.Address.Equals(recipient.Address):
                    recipient.Withhold($"not sent on to {forward.Address}: {verdict.Reason}");
                    break;
                case RouteDestination.Remote remote:
                    plan.Add(recipient, remote);
                    break;
            }
        }

        await _redirects.PlanAsync(run, plan, redirected, verdict);
        plan.Complete();
        return plan;
    }

    private async Task DeliverAsync(FlowRun run, DeliveryPlan plan)
    {
        await mailboxes.DeliverAsync(run, plan.Mailboxes);
        foreach (var delivery in plan.Destinations)
        {
            // A job that an earlier run has recorded may be done and gone: enqueued anew, it would send everything again.
            var fresh = delivery.Addresses.Where(address => run.RecordedDelivery(address.Place, delivery) is null).ToList();
            if (fresh.Count > 0)
            {
                await outbound.EnqueueAsync(run.ToJob(delivery) with { Recipients = fresh }, run.CancellationToken);
            }

            foreach (var recipient in delivery.Recipients)
            {
                recipient.Remote(run.RecordedDelivery(recipient.Place, delivery) ?? $"outbound {delivery.Destination}/{delivery.JobId}");
            }
        }
    }

    /// <summary>Once the message is where it belongs: what fails before is tried again, and nobody is answered for nothing.</summary>
    private async Task ReplyAsync(FlowRun run, DeliveryPlan plan)
    {
        foreach (var delivery in plan.Mailboxes)
        {
            foreach (var done in await redirects.SendAsync(run, delivery))
            {
                delivery.Recipients.ForEach(recipient => recipient.Delivered(done));
            }
        }

        foreach (var delivery in plan.Mailboxes.Where(delivery => delivery is { IsDone: true, Sort: { Replies.Count: > 0 } or { Seen.Count: > 0 } }))
        {
            var context = new ReplyContext(
                run.Envelope, await run.OpenForRulesAsync(), run.Summary, run.Message.Content, delivery.Destination.Account, delivery.Recipients[0].Address,
                delivery.IsPersonal, delivery.Sort.Verdict);
            foreach (var done in await replies.SendAsync(context, delivery.Sort, run.Now, run.CancellationToken))
            {
                delivery.Recipients.ForEach(recipient => Tell(recipient, done));
            }
        }
    }

    private static void Tell(PendingRecipient recipient, ReplyResult done)
    {
        if (done.MustWait)
        {
            recipient.Defer(done.Words);
        }
        else
        {
            recipient.Remark(done.Words);
        }
    }
}
