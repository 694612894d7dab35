using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Says where a message goes, for each pending recipient by the router, unless rules of phase incoming drop it. What is wrong only now defers, it does not
/// bounce.
/// </summary>
public sealed class RecipientRouting(Router router, MailboxSorting sorting)
{
    internal async Task<IReadOnlyList<RoutedRecipient>> RouteAsync(FlowRun run)
    {
        var routed = new List<RoutedRecipient>();
        if (run.Envelope.RedirectTo is { } to)
        {
            await RedirectAsync(run, to, routed);
            return routed;
        }

        foreach (var recipient in run.Pending)
        {
            if (run.Incoming.Dropped is { } dropped)
            {
                recipient.Withhold(dropped);
                continue;
            }

            await RouteAsync(run, recipient, routed);
        }

        return routed;
    }

    private async Task RouteAsync(FlowRun run, PendingRecipient recipient, List<RoutedRecipient> routed)
    {
        switch (await ResolveAsync(recipient.Address, run.CancellationToken))
        {
            case RouteResult.Found found:
                found.Problems.ToList().ForEach(recipient.Remark);
                routed.AddRange(WithoutLoops(run, recipient, found.Destinations));
                break;
            case RouteResult.Foreign when run.Envelope is { MayRelay: true } or { AuthenticatedUser: not null }:
                routed.Add(new RoutedRecipient(recipient, new RouteDestination.Remote(recipient.Address) { Steps = [$"recipient {recipient.Address}"] }));
                break;
            // The address was good at RCPT TO, so what follows came later and may go again; the sender must not lose the message by it.
            case RouteResult.Foreign:
                recipient.Defer($"{recipient.Address.Domain} is no domain of ours any more");
                break;
            case RouteResult.Unknown unknown:
                recipient.Defer(unknown.Reason);
                break;
            case RouteResult.Misconfigured misconfigured:
                recipient.Defer(misconfigured.Reason);
                break;
        }
    }

    /// <summary>What a rule has sent on as a message of its own, which has one recipient.</summary>
    private async Task RedirectAsync(FlowRun run, MailAddress to, List<RoutedRecipient> routed)
    {
        if (run.Pending is not [var first])
        {
            return;
        }

        var (destinations, problem) = await sorting.FollowAsync(to, run.CancellationToken);
        routed.AddRange(WithoutLoops(run, first, destinations));
        if (problem is not null)
        {
            // Whoever has made the rule can mend it: the message waits.
            first.Defer($"not redirected to {to}: {problem}");
        }
    }

    /// <summary>
    /// A message that was delivered to this recipient before has come back from somewhere to which it was sent on, and is not sent on again. Nobody is
    /// told but the operator: a notice would go round as well. A mailbox takes it all the same: there it goes no further, and the field may
    /// be another system's (mail fetched from an old server has it), so refusing would lose mail.
    /// </summary>
    private static IEnumerable<RoutedRecipient> WithoutLoops(FlowRun run, PendingRecipient recipient, IReadOnlyList<RouteDestination> destinations)
    {
        foreach (var destination in destinations)
        {
            if (destination is RouteDestination.Mailbox || !run.DeliveredTo.Contains(recipient.Address))
            {
                yield return new RoutedRecipient(recipient, destination);
            }
            else
            {
                recipient.Fail($"mail forwarding loop: has been delivered to {recipient.Address} before");
            }
        }
    }

    private async Task<RouteResult> ResolveAsync(MailAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return await router.ResolveAsync(address, cancellationToken);
        }
        catch (UnusableRowException e)
        {
            return new RouteResult.Misconfigured(e.Message);
        }
    }
}
