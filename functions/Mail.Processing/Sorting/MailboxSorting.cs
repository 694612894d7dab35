using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Plans what mailboxes do with a message, and follows what they send on, through the router, to mailboxes here and addresses elsewhere.</summary>
public sealed class MailboxSorting(RuleSorter sorter, Router router)
{
    /// <summary>Mailboxes of one message, beyond which nothing is sent on here any more: a chain of redirects through all accounts serves nobody.</summary>
    private const int MaxMailboxes = 100;

    internal async ValueTask<LocalDelivery> SortAsync(
        FlowRun run, DeliveryPlan plan, PendingRecipient recipient, RouteDestination.Mailbox mailbox, ScreenVerdict verdict)
    {
        if (plan.Find(mailbox) is { } known)
        {
            known.Add(recipient);
            return known;
        }

        var delivery = plan.Add(mailbox, await sorter.SortAsync(run, recipient.Address, mailbox, verdict));
        delivery.Add(recipient);
        foreach (var redirect in delivery.Sort.Redirects)
        {
            if (await RedirectAsync(run, plan, delivery, recipient, redirect, verdict) is { } problem)
            {
                delivery.KeepInstead($"not redirected to {redirect.Address}, {RuleOrigin.Words(redirect.Origin)}: {problem}");
            }
        }

        return delivery;
    }

    /// <returns>Why it goes nowhere, in words; <c>null</c> when it does.</returns>
    private async ValueTask<string?> RedirectAsync(
        FlowRun run, DeliveryPlan plan, LocalDelivery from, PendingRecipient recipient, RedirectAction redirect, ScreenVerdict verdict)
    {
        // It has come back from somewhere to which it was sent on.
        if (run.DeliveredTo.Contains(recipient.Address))
        {
            return $"mail forwarding loop, has been delivered to {recipient.Address} before";
        }

        var (destinations, problem) = await FollowAsync(redirect.Address, run.CancellationToken);
        foreach (var destination in destinations)
        {
            switch (destination)
            {
                case RouteDestination.Remote remote when !redirect.Edits.IsEmpty:
                    from.Edited.Add(redirect with { Address = remote.Address });
                    break;
                case RouteDestination.Remote remote:
                    from.Remotes.Add(plan.Redirect(recipient, remote));
                    break;
                case RouteDestination.Mailbox when plan.Mailboxes.Count >= MaxMailboxes:
                    return $"more than {MaxMailboxes} mailboxes for one message";
                case RouteDestination.Mailbox mailbox:
                    var steps = from.Destination.Steps.Append($"redirect to {redirect.Address}").Concat(mailbox.Steps);
                    from.Forwards.Add(await SortAsync(run, plan, recipient, mailbox with { Steps = [.. steps] }, verdict));
                    break;
            }
        }

        return problem;
    }

    /// <summary>Where an address leads to which a rule sends mail, and why nowhere, in words.</summary>
    internal async ValueTask<(IReadOnlyList<RouteDestination> Destinations, string? Problem)> FollowAsync(MailAddress to, CancellationToken cancellationToken)
    {
        try
        {
            return await router.ResolveAsync(to, cancellationToken) switch
            {
                RouteResult.Foreign => ([new RouteDestination.Remote(to) { Steps = [$"redirect to {to}"] }], null),
                // An address that only bounces are sent to.
                RouteResult.Found found when found.Destinations.Any(destination => destination is RouteDestination.Remote { IsReturn: true }) =>
                    ([], "the address is for bounces"),
                RouteResult.Found found => (found.Destinations, null),
                RouteResult.Unknown unknown => ([], unknown.Reason),
                RouteResult.Misconfigured misconfigured => ([], misconfigured.Reason),
                _ => throw new InvalidOperationException("A route is found, foreign, unknown or misconfigured."),
            };
        }
        catch (UnusableRowException e)
        {
            return ([], e.Message);
        }
    }
}
