using Mail.Core;

namespace Mail.Authentication;

/// <summary>Says whether a client may send for a domain: RFC 7208.</summary>
internal sealed class SpfChecker(IDnsResolver dns, TimeProvider time)
{
    public async ValueTask<SpfVerdict> CheckAsync(SpfQuestion question, CancellationToken cancellationToken)
    {
        var at = question.Sender.LastIndexOf('@');
        var domain = question.Sender[(at + 1)..];
        // RFC 7208 §4.3: no name that could have a record; address literals and single labels among them.
        if (!IsDomain(domain))
        {
            return new SpfVerdict(AuthenticationResult.None);
        }

        var values = new SpfMacroValues
        {
            Client = question.Client.IsIPv4MappedToIPv6 ? question.Client.MapToIPv4() : question.Client,
            LocalPart = at > 0 ? question.Sender[..at] : "postmaster",
            SenderDomain = domain,
            Domain = domain,
            Helo = question.Helo,
            Receiver = question.Receiver,
            Now = time.GetUtcNow(),
        };
        using var limit = new CancellationTokenSource(question.Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await new SpfEvaluation(dns, values, both.Token).CheckHostAsync(domain);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SpfVerdict(AuthenticationResult.TempError, domain) { Problem = "the check took too long" };
        }
    }

    private static bool IsDomain(string domain) =>
        domain.TrimEnd('.').Contains('.') && !domain.StartsWith('[') && new DnsQuestion(domain, DnsType.Txt).IsWellFormed;
}
