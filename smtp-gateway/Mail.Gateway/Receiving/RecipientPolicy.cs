using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Decides at RCPT who gets mail here. Unknown users are refused on the spot, so that nothing ever has to be bounced to a forged sender.</summary>
internal sealed class RecipientPolicy(Router router, GatewayOptions options, ILogger<RecipientPolicy> logger)
{
    private const string Postmaster = "postmaster";

    /// <summary><c>null</c> for a good recipient.</summary>
    /// <exception cref="StorageUnavailableException">The directory cannot be reached: never taken for "unknown".</exception>
    public async ValueTask<Refusal?> CheckAsync(SmtpSessionInfo session, MailAddress address, CancellationToken cancellationToken) =>
        await router.ResolveAsync(Actual(address), cancellationToken) switch
        {
            RouteResult.Found => null,
            RouteResult.Unknown unknown => new Refusal(GatewayReplies.UnknownUser, "unknown-user", unknown.Reason),
            RouteResult.Misconfigured wrong => new Refusal(GatewayReplies.Misconfigured, "misconfigured", wrong.Reason),
            RouteResult.Foreign when IsOwnPostmaster(address) => new Refusal(
                GatewayReplies.UnknownUser, "unknown-user", "no mailbox for postmaster: set MAIL_POSTMASTER"),
            RouteResult.Foreign when MayRelay(session) => null,
            RouteResult.Foreign => new Refusal(GatewayReplies.RelayDenied, "relay-denied", "not a domain of ours"),
            var other => throw new InvalidOperationException($"No reply for {other}."),
        };

    /// <summary>Whether the client may send mail to the domains of others.</summary>
    public bool MayRelay(SmtpSessionInfo session) =>
        session.AuthenticatedUser is not null
        || (IPAddress.TryParse(session.ClientAddress, out var client) && options.RelayNetworks.Contains(client));

    /// <summary>
    /// Where mail for the recipient really goes: the postmaster of this host (RFC 5321 §4.5.1) to the mailbox that the operator named for it,
    /// everybody else where they are.
    /// </summary>
    public MailAddress Actual(MailAddress address) =>
        options.Postmaster is { } postmaster && IsOwnPostmaster(address) ? postmaster : address;

    /// <summary>Says so when mail to our postmaster would be refused, which RFC 5321 §4.5.1 forbids.</summary>
    public async Task WarnWithoutPostmasterAsync(CancellationToken cancellationToken)
    {
        var address = options.Postmaster ?? MailAddress.Parse($"{Postmaster}@{options.HostName}");
        try
        {
            if (await router.ResolveAsync(address, cancellationToken) is not RouteResult.Found)
            {
                GatewayLog.NoPostmaster(logger, address);
            }
        }
        catch (StorageUnavailableException e)
        {
            GatewayLog.PostmasterUnknown(logger, e.Message);
        }
    }

    // Mail.Smtp completes RCPT TO:<Postmaster> with our host name.
    private bool IsOwnPostmaster(MailAddress address) =>
        address.Domain.Equals(options.HostName, StringComparison.OrdinalIgnoreCase)
        && address.LocalPart.Equals(Postmaster, StringComparison.OrdinalIgnoreCase);
}
