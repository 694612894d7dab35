using Mail.Core;

namespace Mail.Authentication;

/// <summary>Finds the record for an author's domain: RFC 7489 §6.6.3.</summary>
internal sealed class DmarcPolicyFinder(IDnsResolver dns)
{
    private static readonly DnsType[] Existing = [DnsType.Mx, DnsType.A, DnsType.Aaaa];

    /// <param name="domain">In lower case, A-labels.</param>
    public async ValueTask<DmarcPublished> FindAsync(string domain, CancellationToken cancellationToken)
    {
        var own = await ReadAsync(domain, cancellationToken);
        if (own.IsKnown || own.Failure is not null)
        {
            return own with { Policy = own.Record?.Policy };
        }

        var organization = PublicSuffixList.Default.OrganizationalDomain(domain);
        if (organization == domain)
        {
            return own;
        }

        var above = await ReadAsync(organization, cancellationToken);
        if (above.Record is not { } record)
        {
            return above;
        }

        // RFC 9091 §3.2: np stands in for sp when the name is nowhere in the DNS; asked only when it makes a difference.
        var isThere = record.NonexistentPolicy == record.SubdomainPolicy || await ExistsAsync(domain, cancellationToken);
        return above with { Policy = isThere ? record.SubdomainPolicy : record.NonexistentPolicy };
    }

    private async ValueTask<DmarcPublished> ReadAsync(string domain, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync($"_dmarc.{domain}", DnsType.Txt, cancellationToken);
        if (answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            return new DmarcPublished(domain) { Failure = $"_dmarc.{domain} cannot be looked up now" };
        }

        return answer.Records.OfType<DnsRecord.Text>().Where(text => DmarcRecord.IsDmarc(text.Value)).Take(2).ToList() switch
        {
            [] => new DmarcPublished(domain),
            [var only] => new DmarcPublished(domain) { IsKnown = true, Record = DmarcRecord.Parse(only.Value) },
            // Step 5: several are none, and nobody else is asked.
            _ => new DmarcPublished(domain) { IsKnown = true },
        };
    }

    private async ValueTask<bool> ExistsAsync(string domain, CancellationToken cancellationToken)
    {
        foreach (var type in Existing)
        {
            if ((await dns.QueryAsync(domain, type, cancellationToken)).Outcome is DnsOutcome.Found or DnsOutcome.TemporaryFailure)
            {
                return true;
            }
        }

        return false;
    }
}
