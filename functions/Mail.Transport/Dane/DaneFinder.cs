using System.Globalization;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Asks for the TLSA records of a server (RFC 7672 §2.2).</summary>
internal sealed class DaneFinder(IDnsResolver dns)
{
    /// <param name="domain">The one that the mail is for; <c>null</c> for a server that the operator has named.</param>
    public async ValueTask<DaneFinding> FindAsync(NextHop hop, string? domain, CancellationToken cancellationToken)
    {
        // RFC 7672 §2.2.2: without DNSSEC down to the address there is nothing to ask for. Many DNS servers of such zones do not even know the type.
        if (!hop.IsAuthenticated)
        {
            return new DaneFinding.None();
        }

        // RFC 7672 §2.2.3: what an alias leads to comes first.
        string[] names = hop.Alias is { } alias ? [alias, hop.Host] : [hop.Host];
        foreach (var name in names)
        {
            var question = string.Create(CultureInfo.InvariantCulture, $"_{hop.Port}._tcp.{name}");
            var answer = await dns.QueryAsync(question, DnsType.Tlsa, cancellationToken);
            if (answer.Outcome == DnsOutcome.TemporaryFailure)
            {
                return new DaneFinding.Unknown($"the DNS does not say which certificate {hop.Host} has ({answer.Problem})");
            }

            if (answer is { Outcome: DnsOutcome.Found, Authenticated: true })
            {
                return new DaneFinding.Found(new TlsaSet(name, domain is null ? [] : [domain], answer.Records.OfType<DnsRecord.Tlsa>()));
            }
        }

        return new DaneFinding.None();
    }
}
