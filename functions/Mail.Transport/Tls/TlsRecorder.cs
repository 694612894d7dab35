using System.Net;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Tells how TLS went with the servers of one attempt. Nothing of those that the operator has named: they are nobody's policy.</summary>
internal sealed class TlsRecorder(SendRequest request, StsFinding sts, ITlsResults results)
{
    // RFC 8460 §5.3: reports go out despite of failures, and do not count.
    private readonly bool _isQuiet = request.Transport.Kind != TransportKind.Direct || request.TlsOptional || request.Transport.Tls == TlsLevel.None;

    /// <summary>A policy is announced that could not be had (RFC 8460 §4.3.2.2).</summary>
    public void Announced()
    {
        if (sts.Failure is { } failure)
        {
            Add(new TlsDecision(TlsLevel.Opportunistic) { Kind = TlsPolicyKind.Sts }, hop: null, failure.Kind, failure.Reason);
        }
    }

    public void Opened(TlsDecision decision, SmtpSession session)
    {
        var problem = decision.Kind switch
        {
            // In testing mode nothing was asked for.
            TlsPolicyKind.Sts => sts.Policy?.Allows(session.Key.Hop.Host) == false ? TlsProblem.ValidationFailure : session.FailedBefore ?? session.Problem,
            // It was, and it is there.
            TlsPolicyKind.Tlsa => null,
            _ => session.FailedBefore ?? (session.Tls is null ? TlsProblem.StarttlsNotSupported : null),
        };
        Add(decision, session.Key.Hop, problem, problem is null ? "" : "delivered all the same");
    }

    public void Failed(TlsDecision decision, NextHop hop, TlsProblem problem, string reason) => Add(decision, hop, problem, reason);

    private void Add(TlsDecision decision, NextHop? hop, TlsProblem? problem, string reason)
    {
        if (!_isQuiet && !request.Destination.StartsWith('['))
        {
            results.Add(new TlsResult
            {
                Domain = request.Destination,
                Kind = decision.Kind,
                Policy = decision.Policy,
                Host = hop?.Host,
                Address = hop?.Address is IPAddress address ? address.ToString() : null,
                Problem = problem,
                Reason = reason,
            });
        }
    }
}
