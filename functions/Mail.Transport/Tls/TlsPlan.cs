using System.Net;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// Decides for each server of one attempt what TLS has to fulfil: the operator's transport, the sender (REQUIRETLS), and what the domain asks for, by DANE or else by
/// MTA-STS. The strictest counts.
/// </summary>
/// <param name="areNamesAuthenticated"><see cref="HopLookup.Found.IsAuthenticated"/>.</param>
internal sealed class TlsPlan(SendRequest request, bool areNamesAuthenticated, StsFinding sts, DaneFinder dane)
{
    public StsFinding Sts => sts;

    /// <summary>
    /// What the domain says counts. Not where the operator has said "none", as he does when a domain's policy is broken; nor where a
    /// sender says that the message may be read by anybody (RFC 8689 §4.3: REQUIRETLS beats that).
    /// </summary>
    public static bool HeedsPolicies(SendRequest request) =>
        request.RequireTls || (!request.TlsOptional && request.Transport.Tls != TlsLevel.None);

    public async ValueTask<TlsDecision> ForAsync(NextHop hop, CancellationToken cancellationToken)
    {
        var decision = new TlsDecision(LevelFor(hop));
        if (HeedsPolicies(request))
        {
            var isDirect = request.Transport.Kind == TransportKind.Direct;
            decision = await dane.FindAsync(hop, isDirect ? request.Destination : null, cancellationToken) switch
            {
                DaneFinding.Unknown unknown => Refuse(decision with { Kind = TlsPolicyKind.Tlsa }, "4.4.3", unknown.Reason, TlsProblem.DnssecInvalid),
                DaneFinding.Found { Records: var records } => WithDane(decision, records, hop),
                _ => WithSts(decision, hop),
            };
        }

        return request.RequireTls && decision.Refusal is null ? Strictly(decision, hop) : decision;
    }

    private TlsLevel LevelFor(NextHop hop)
    {
        var transport = request.Transport;
        // A password is worth more than a message: it goes to nobody who only says that he is the relay, unless the operator has said that this will do.
        return transport.Credentials is null || IPAddress.IsLoopback(hop.Address) ? transport.Tls
            : transport.Tls == TlsLevel.Opportunistic ? TlsLevel.Verified
            : AtLeast(transport.Tls, TlsLevel.Required);
    }

    // RFC 7672 §2.2: records mean TLS; whether the certificate can be checked is another question. Where it cannot, MTA-STS may.
    private TlsDecision WithDane(TlsDecision decision, TlsaSet records, NextHop hop)
    {
        var isUsable = records.Usable.Count > 0;
        var secured = isUsable ? decision : WithSts(decision, hop);
        return secured with
        {
            // Records that fit are as good as an authority, for a password as well.
            Level = AtLeast(isUsable ? request.Transport.Tls : secured.Level, TlsLevel.Required),
            Dane = isUsable ? records : null,
            Kind = isUsable || secured.Kind == TlsPolicyKind.None ? TlsPolicyKind.Tlsa : secured.Kind,
            Policy = isUsable ? records.Texts : secured.Policy,
        };
    }

    private TlsDecision WithSts(TlsDecision decision, NextHop hop)
    {
        if (sts.Policy is not { Mode: not MtaStsMode.None } policy)
        {
            return decision;
        }

        decision = decision with { Kind = TlsPolicyKind.Sts, Policy = StsText.Lines(policy) };
        // RFC 8461 §4.1 and §5: the name in the MX record has to be one of the policy's, and the certificate has to be for it.
        return !sts.IsEnforced ? decision
            : policy.Allows(hop.Host) ? decision with { Level = TlsLevel.Verified }
            : Refuse(decision, "4.7.5", $"host {hop.Host} is none of those that the MTA-STS policy of {request.Destination} names", TlsProblem.ValidationFailure);
    }

    /// <summary>RFC 8689 §4.2.1: the server's name has to be certain, and its certificate to be for that name.</summary>
    private TlsDecision Strictly(TlsDecision decision, NextHop hop)
    {
        var isNameCertain = request.Transport.Kind == TransportKind.Smarthost || areNamesAuthenticated
            || (sts.Policy is { Mode: not MtaStsMode.None } policy && policy.Allows(hop.Host));
        return isNameCertain ? decision with { Level = decision.Dane is null ? TlsLevel.Verified : AtLeast(decision.Level, TlsLevel.Required) }
            : Refuse(
                decision,
                Attempt.RequireTlsFailed,
                $"REQUIRETLS is required, and neither DNSSEC nor MTA-STS says that {hop.Host} is a server of {request.Destination}",
                problem: null);
    }

    private static TlsLevel AtLeast(TlsLevel one, TlsLevel other) => one > other ? one : other;

    private static TlsDecision Refuse(TlsDecision decision, string status, string reason, TlsProblem? problem) =>
        decision with { Refusal = new TlsRefusal(status, reason, problem) };
}
