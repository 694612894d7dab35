using Mail.Core;

namespace Mail.Gateway;

/// <summary>Finds out whether mail to a domain could be delivered (RFC 5321 §5.1, RFC 7505).</summary>
internal sealed class SenderDomainLookup(IDnsResolver dns)
{
    /// <param name="domain">A-labels, or an address literal, which needs no DNS.</param>
    public async Task<SenderDomain> FindAsync(string domain, CancellationToken cancellationToken)
    {
        if (domain.StartsWith('['))
        {
            return SenderDomain.Exists;
        }

        var mx = await dns.QueryAsync(domain, DnsType.Mx, cancellationToken);
        return mx.Outcome switch
        {
            // RFC 7505 §3: a null MX stands alone. Beside others it is a mistake, and the others count.
            DnsOutcome.Found when mx.Records is [DnsRecord.MailExchange { Host: "" }] => SenderDomain.NullMx,
            DnsOutcome.Found => SenderDomain.Exists,
            DnsOutcome.NxDomain => SenderDomain.Missing,
            DnsOutcome.TemporaryFailure => SenderDomain.Unavailable,
            _ => await FindAddressAsync(domain, cancellationToken),
        };
    }

    private async Task<SenderDomain> FindAddressAsync(string domain, CancellationToken cancellationToken)
    {
        var v4 = await dns.QueryAsync(domain, DnsType.A, cancellationToken);
        if (v4.Outcome == DnsOutcome.Found)
        {
            return SenderDomain.Exists;
        }

        var v6 = await dns.QueryAsync(domain, DnsType.Aaaa, cancellationToken);
        return v6.Outcome == DnsOutcome.Found ? SenderDomain.Exists
            : v4.Outcome == DnsOutcome.TemporaryFailure || v6.Outcome == DnsOutcome.TemporaryFailure ? SenderDomain.Unavailable
            : SenderDomain.Missing;
    }
}
