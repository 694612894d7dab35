namespace Mail.Core;

/// <summary>
/// Decides what a recipient address means: which mailboxes here and which addresses elsewhere. Asked twice for each recipient: by the
/// gateway at RCPT TO, so that unknown users are refused there and never bounced, and by the message flow when it delivers.
/// </summary>
/// <remarks>
/// Order for an address of one of our domains, as in Postfix's ADDRESS_CLASS_README with one difference, that an account goes before an alias
/// of the same name (a user's mailbox cannot be taken over by a row in another table, and the common case costs one lookup):
/// <list type="number">
/// <item>alias domain: the same local-part in the other domain</item>
/// <item>account with the whole local-part, then alias with the whole local-part</item>
/// <item>with a detail: account, then alias, with the local-part before the separator; the detail goes along</item>
/// <item>the domain's catch-all alias</item>
/// <item>relay domain: passed on; otherwise unknown</item>
/// </list>
/// An SRS address comes before all these: one that we made is a bounce on its way back to the sender of forwarded mail. As with postsrsd, whoever
/// may write to it, not the null reverse-path only: programs bounce and answer with other senders, too, and the address proves that it leads to
/// nobody but the one who wrote first. One that we did not make, or too long ago, is unknown, whatever catch-all there is: no relay for
/// guessers. A relay domain's own server may make such addresses; they are passed on.
/// </remarks>
/// <param name="srs"><c>null</c> when forwarded mail is not rewritten: SRS addresses are like any others then.</param>
public sealed class Router(IDirectory directory, Srs? srs = null)
{
    /// <summary>How many steps one address may take. Postfix: virtual_alias_recursion_limit is 1000, real chains have three.</summary>
    public const int MaxDepth = 32;

    /// <summary>How many destinations one address may have. Postfix: virtual_alias_expansion_limit.</summary>
    public const int MaxDestinations = 1000;

    /// <exception cref="StorageUnavailableException">The directory cannot be reached: answer 451, or try again later.</exception>
    public async ValueTask<RouteResult> ResolveAsync(MailAddress address, CancellationToken cancellationToken)
    {
        if (srs is not null && Srs.LooksLike(address.LocalPart)
            && await directory.FindDomainAsync(address.Domain, cancellationToken) is { Enabled: true } domain
            && await ReturnAsync(domain, address, srs, cancellationToken) is { } result)
        {
            return result;
        }

        var expansion = new Expansion(address);
        var first = await StepAsync(address, ["recipient " + address], expansion, cancellationToken);
        if (first is not RouteResult.Found)
        {
            return first;
        }

        await expansion.DrainAsync(
            (next, steps) => StepAsync(next, steps, expansion, cancellationToken));

        return expansion switch
        {
            { TooLarge: true } => new RouteResult.Misconfigured($"{address} expands to more than {MaxDestinations} addresses"),
            { Destinations.Count: 0 } => new RouteResult.Misconfigured($"{address} leads nowhere: {string.Join("; ", expansion.Problems)}"),
            _ => new RouteResult.Found(expansion.Destinations, expansion.Problems),
        };
    }

    /// <summary>Where a bounce to an SRS address goes; <c>null</c> when the address is not for us to judge.</summary>
    private async ValueTask<RouteResult?> ReturnAsync(DomainEntry domain, MailAddress address, Srs srs, CancellationToken cancellationToken)
    {
        if (srs.Reverse(address) is not { } sender)
        {
            return domain.Kind == DomainKind.Relay ? null : new RouteResult.Unknown($"{address} is no SRS address of ours, or older than {Srs.MaxAgeDays} days");
        }

        return await directory.FindDomainAsync(sender.Domain, cancellationToken) is { Enabled: true }
            // The sender's domain has become ours since.
            ? await ResolveAsync(sender, cancellationToken)
            : new RouteResult.Found(
                [new RouteDestination.Remote(sender) { Steps = ["recipient " + address, "SRS: back to " + sender], IsReturn = true }], []);
    }

    /// <summary>One address, one step: a destination, or further addresses put on the expansion's list, or a reason why not.</summary>
    private async ValueTask<RouteResult> StepAsync(
        MailAddress address, IReadOnlyList<string> steps, Expansion expansion, CancellationToken cancellationToken)
    {
        var domain = await directory.FindDomainAsync(address.Domain, cancellationToken);
        if (domain is not { Enabled: true })
        {
            return new RouteResult.Foreign();
        }

        if (domain.Kind == DomainKind.Alias)
        {
            var target = address.WithDomain(domain.AliasOf ?? throw new InvalidOperationException($"Alias domain {domain.Name} has no target."));
            // One step with the next, so that an unknown user there is an unknown user here.
            return expansion.Visit(target, steps)
                ? await StepAsync(target, [.. steps, $"alias domain {domain.Name} of {domain.AliasOf}"], expansion, cancellationToken)
                : expansion.Continues;
        }

        foreach (var (localPart, detail) in Candidates(address.LocalPart, domain.DetailSeparator))
        {
            var account = await directory.FindAccountAsync(domain.Name, localPart, cancellationToken);
            if (account is not null)
            {
                if (!account.Enabled)
                {
                    return new RouteResult.Unknown($"account {account.Address} is disabled");
                }

                expansion.Add(new RouteDestination.Mailbox(account, detail) { Steps = [.. steps, $"account {account.Address}"] });
                return expansion.Continues;
            }

            var alias = await directory.FindAliasAsync(domain.Name, localPart, cancellationToken);
            if (alias is { Enabled: true })
            {
                FollowAlias(alias, detail is null ? null : domain.DetailSeparator + detail, steps, expansion);
                return expansion.Continues;
            }
        }

        var catchAll = await directory.FindAliasAsync(domain.Name, AliasEntry.CatchAll, cancellationToken);
        if (catchAll is { Enabled: true })
        {
            FollowAlias(catchAll, suffix: null, steps, expansion);
            return expansion.Continues;
        }

        if (domain.Kind == DomainKind.Relay)
        {
            expansion.Add(new RouteDestination.Remote(address) { Steps = [.. steps, $"relay domain {domain.Name}"] });
            return expansion.Continues;
        }

        return new RouteResult.Unknown($"no account or alias {address}");
    }

    /// <summary>The whole local-part first, then the part before the first separator with the detail behind it.</summary>
    private static IEnumerable<(string LocalPart, string? Detail)> Candidates(string localPart, char? separator)
    {
        yield return (localPart, null);
        var at = separator is { } c ? localPart.IndexOf(c, StringComparison.Ordinal) : -1;
        // A leading separator leaves no user name, so it is none.
        if (at > 0)
        {
            yield return (localPart[..at], localPart[(at + 1)..]);
        }
    }

    /// <summary>
    /// As Postfix's propagate_unmatched_extensions, the detail goes along with the target; but not with several, where a stranger's detail would
    /// make as many new addresses to look up as a list has members.
    /// </summary>
    private static void FollowAlias(AliasEntry alias, string? suffix, IReadOnlyList<string> steps, Expansion expansion) =>
        expansion.Follow(
            suffix is null || alias.Targets.Count > 1 ? alias.Targets : alias.Targets.Select(target => WithSuffix(target, suffix)),
            [.. steps, "alias " + alias.Name]);

    private static MailAddress WithSuffix(MailAddress target, string suffix)
    {
        var extended = target.WithLocalPart(target.LocalPart + suffix);
        // Too long for a local-part: better without the detail than nowhere.
        return MailAddressParser.TryParse(extended.ToString(), out var parsed, out _) ? parsed : target;
    }

    /// <summary>The work of one resolution: addresses still to look at, those seen, and what came out.</summary>
    private sealed class Expansion(MailAddress start)
    {
        private readonly Queue<(MailAddress Address, IReadOnlyList<string> Steps)> _next = new();
        private readonly HashSet<MailAddress> _seen = [start];
        private readonly HashSet<object> _destinations = [];

        public RouteResult Continues { get; } = new RouteResult.Found([], []);

        public List<RouteDestination> Destinations { get; } = [];

        public List<string> Problems { get; } = [];

        public bool TooLarge { get; private set; }

        public void Follow(IEnumerable<MailAddress> addresses, IReadOnlyList<string> steps)
        {
            foreach (var address in addresses)
            {
                if (Visit(address, steps))
                {
                    _next.Enqueue((address, steps));
                }
            }
        }

        /// <summary>False for an address that was seen before, which ends a loop, and for one that is too far away.</summary>
        public bool Visit(MailAddress address, IReadOnlyList<string> steps)
        {
            if (steps.Count > MaxDepth)
            {
                Problems.Add($"{address} is more than {MaxDepth} steps away");
                return false;
            }

            var isNew = _seen.Add(address);
            TooLarge |= _seen.Count > MaxDestinations;
            return isNew;
        }

        public void Add(RouteDestination destination)
        {
            // One copy for one mailbox and detail, however many ways lead there.
            object key = destination switch
            {
                RouteDestination.Mailbox mailbox => (mailbox.Account.AccountId, mailbox.Detail),
                RouteDestination.Remote remote => remote.Address,
                _ => throw new InvalidOperationException("A destination is a mailbox or remote."),
            };
            if (_destinations.Add(key))
            {
                Destinations.Add(destination);
            }
        }

        public async ValueTask DrainAsync(Func<MailAddress, IReadOnlyList<string>, ValueTask<RouteResult>> step)
        {
            while (!TooLarge && _next.TryDequeue(out var next))
            {
                switch (await step(next.Address, next.Steps))
                {
                    case RouteResult.Foreign:
                        Add(new RouteDestination.Remote(next.Address) { Steps = [.. next.Steps, "forward to " + next.Address] });
                        break;
                    case RouteResult.Unknown unknown:
                        Problems.Add(unknown.Reason);
                        break;
                }
            }
        }
    }
}
