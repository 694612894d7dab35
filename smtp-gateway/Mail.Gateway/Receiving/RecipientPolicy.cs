using System.Collections.Concurrent;
using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Knows who gets mail here. Unknown users are refused on the spot, so that nothing ever has to be bounced to a forged sender.</summary>
internal sealed class RecipientPolicy(Router router, IDirectory directory, GatewayOptions options, ILogger<RecipientPolicy> logger)
{
    private const string Postmaster = "postmaster";

    // Each is said once; a site with more domains without postmaster than that has read it.
    private const int MaxWarnings = 100;

    private readonly ConcurrentDictionary<MailAddress, bool> _warned = new();

    /// <summary>Whether the client may send mail to the domains of others.</summary>
    public bool MayRelay(SmtpSessionInfo session) =>
        session.AuthenticatedUser is not null
        || (IPAddress.TryParse(session.ClientAddress, out var client) && options.RelayNetworks.Contains(client));

    /// <summary>
    /// An address that everybody may write to: postmaster and abuse of our domains, and the postmaster of this host (RFC 5321 §4.5.1,
    /// RFC 2142 §4, §5).
    /// </summary>
    /// <exception cref="StorageUnavailableException">The directory cannot be reached.</exception>
    public async ValueTask<bool> IsRoleAsync(MailAddress address, CancellationToken cancellationToken) =>
        IsOwnPostmaster(address)
        || (IsRoleName(address.LocalPart) && await directory.FindDomainAsync(address.Domain, cancellationToken) is { Enabled: true });

    /// <summary>Accepts the recipient and says where its mail goes, or refuses it.</summary>
    /// <exception cref="StorageUnavailableException">The directory cannot be reached: never taken for "unknown".</exception>
    public async ValueTask<Admission> AdmitAsync(SmtpSessionInfo session, MailAddress address, CancellationToken cancellationToken)
    {
        var actual = options.Postmaster is { } postmaster && IsOwnPostmaster(address) ? postmaster : address;
        var route = await router.ResolveAsync(actual, cancellationToken);
        if (route is not RouteResult.Found && await IsRoleAsync(address, cancellationToken))
        {
            (actual, route) = await ToPostmasterAsync(address, route, cancellationToken);
        }

        return new Admission { Recipient = actual, Refusal = RefusalOf(actual, route, session), IsReturn = IsReturn(route) };
    }

    /// <summary>Says so when mail to our postmaster would be refused, which RFC 5321 §4.5.1 forbids.</summary>
    public async Task WarnWithoutPostmasterAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await router.ResolveAsync(SitePostmaster, cancellationToken) is not RouteResult.Found)
            {
                GatewayLog.NoPostmaster(logger, SitePostmaster);
            }
        }
        catch (StorageUnavailableException e)
        {
            GatewayLog.PostmasterUnknown(logger, e.Message);
        }
    }

    private MailAddress SitePostmaster => options.Postmaster ?? MailAddress.Parse($"{Postmaster}@{options.HostName}");

    private static bool IsRoleName(string localPart) =>
        localPart.Equals(Postmaster, StringComparison.OrdinalIgnoreCase) || localPart.Equals("abuse", StringComparison.OrdinalIgnoreCase);

    private Refusal? RefusalOf(MailAddress address, RouteResult route, SmtpSessionInfo session) => route switch
    {
        RouteResult.Found found when GoesOn(address, found) && !MayRelay(session) =>
            new Refusal(GatewayReplies.RelayDenied, "relay-denied", "its local-part names another host, and the mail goes on from here"),
        RouteResult.Found => null,
        RouteResult.Unknown unknown => new Refusal(GatewayReplies.UnknownUser, "unknown-user", unknown.Reason),
        RouteResult.Misconfigured wrong => new Refusal(GatewayReplies.Misconfigured, "misconfigured", wrong.Reason),
        RouteResult.Foreign when MayRelay(session) => null,
        RouteResult.Foreign => new Refusal(GatewayReplies.RelayDenied, "relay-denied", "not a domain of ours"),
        var other => throw new InvalidOperationException($"No reply for {other}."),
    };

    private static bool IsReturn(RouteResult route) =>
        route is RouteResult.Found found && found.Destinations.Any(to => to is RouteDestination.Remote { IsReturn: true });

    // Postfix's allow_untrusted_routing: whoever takes mail from us may resolve user%elsewhere, and trust us more than the one who sent it.
    private static bool GoesOn(MailAddress address, RouteResult.Found found) =>
        NamesHost(address) && found.Destinations.Any(to => to is RouteDestination.Remote remote && NamesHost(remote.Address));

    private static bool NamesHost(MailAddress address) => address.LocalPart.AsSpan().ContainsAny('%', '!', '@');

    /// <summary>Mail for a role that nobody has here goes to the site's postmaster; without one it is refused, with a warning for the operator.</summary>
    private async ValueTask<(MailAddress Actual, RouteResult Route)> ToPostmasterAsync(
        MailAddress address, RouteResult route, CancellationToken cancellationToken)
    {
        var postmaster = await router.ResolveAsync(SitePostmaster, cancellationToken);
        if (postmaster is RouteResult.Found)
        {
            return (SitePostmaster, postmaster);
        }

        if (_warned.Count < MaxWarnings && _warned.TryAdd(address, true))
        {
            AccessLog.NoRoleMailbox(logger, address);
        }

        return (address, route is RouteResult.Foreign ? new RouteResult.Unknown("no mailbox for postmaster: set MAIL_POSTMASTER") : route);
    }

    // Mail.Smtp completes RCPT TO:<Postmaster> with our host name.
    private bool IsOwnPostmaster(MailAddress address) =>
        address.Domain.Equals(options.HostName, StringComparison.OrdinalIgnoreCase)
        && address.LocalPart.Equals(Postmaster, StringComparison.OrdinalIgnoreCase);
}
