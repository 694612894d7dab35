using Mail.Core;

namespace Mail.Processing;

/// <summary>What rules of phase incoming send elsewhere goes there once, on behalf of the first recipient.</summary>
internal sealed class IncomingRedirects(MailboxSorting sorting)
{
    /// <summary>Where the message goes. If it can go nowhere it goes to its recipients, whatever the rules say: mail is never lost by a rule.</summary>
    public async ValueTask<IReadOnlyList<RouteDestination>> FollowAsync(FlowRun run, ScreenVerdict verdict)
    {
        if (run.Pending is not [var first, ..])
        {
            return [];
        }

        run.Incoming.Remarks.ToList().ForEach(first.Remark);
        var redirected = new List<RouteDestination>();
        var waits = false;
        foreach (var redirect in run.Incoming.Redirects)
        {
            var (destinations, problem) = await sorting.FollowAsync(redirect.Address, run.CancellationToken);
            redirected.AddRange(Allowed(run, first, destinations, verdict));
            if (problem is not null)
            {
                // The operator has made the rule, and can mend it: the message waits.
                first.Defer($"not redirected to {redirect.Address}: {problem}");
                waits = true;
            }
        }

        if (run.Incoming.Redirects.Count > 0 && redirected.Count == 0 && !waits)
        {
            run.KeepAfterAll();
        }

        return redirected;
    }

    /// <summary>After the recipients: whoever gets the message in his own name gets it by his own rules.</summary>
    public async ValueTask PlanAsync(FlowRun run, DeliveryPlan plan, IReadOnlyList<RouteDestination> redirected, ScreenVerdict verdict)
    {
        foreach (var destination in redirected)
        {
            if (destination is RouteDestination.Mailbox mailbox)
            {
                await sorting.SortAsync(run, plan, run.Pending[0], mailbox, verdict);
            }
            else if (destination is RouteDestination.Remote remote)
            {
                plan.Redirect(run.Pending[0], remote);
            }
        }
    }

    private static IEnumerable<RouteDestination> Allowed(
        FlowRun run, PendingRecipient first, IReadOnlyList<RouteDestination> destinations, ScreenVerdict verdict)
    {
        foreach (var destination in destinations)
        {
            if (destination is RouteDestination.Remote remote && WhyNotSentOn(run, first, verdict) is { } reason)
            {
                first.Remark($"not redirected to {remote.Address}: {reason}");
            }
            else
            {
                yield return destination;
            }
        }
    }

    private static string? WhyNotSentOn(FlowRun run, PendingRecipient first, ScreenVerdict verdict) =>
        !verdict.MayBeForwarded ? verdict.Reason
        : run.DeliveredTo.Contains(first.Address) ? $"mail forwarding loop, has been delivered to {first.Address} before"
        : null;
}
