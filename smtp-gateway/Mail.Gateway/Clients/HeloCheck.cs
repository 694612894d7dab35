using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>Looks at the argument of HELO or EHLO (RFC 5321 §4.1.1.1, §4.1.4).</summary>
internal sealed class HeloCheck(IDnsResolver dns, string ownName)
{
    /// <param name="client"><c>null</c> when it is not known.</param>
    public async Task<HeloFault> FindAsync(string helo, IPAddress? client, bool mustResolve, CancellationToken cancellationToken)
    {
        var fault = Look(helo, client);
        return fault == HeloFault.None && mustResolve && helo[0] != '[' ? await ResolveAsync(helo, cancellationToken) : fault;
    }

    private HeloFault Look(string helo, IPAddress? client)
    {
        // RFC 5321 has no final dot; some write it.
        var name = helo.EndsWith('.') ? helo[..^1] : helo;
        if (helo[0] == '[')
        {
            return LookAtLiteral(helo, client);
        }

        return !MailAddressParser.TryParseDomain(name, out var domain, out _)
            ? IPAddress.TryParse(name, out _) ? HeloFault.NotFullName : HeloFault.Malformed
            : domain.Equals(ownName, StringComparison.OrdinalIgnoreCase) ? client is null ? HeloFault.Unavailable : HeloFault.OurName
            : !domain.Contains('.') || IPAddress.TryParse(domain, out _) ? HeloFault.NotFullName
            : HeloFault.None;
    }

    private static HeloFault LookAtLiteral(string helo, IPAddress? client)
    {
        const string Tag = "IPv6:";
        var inside = helo.EndsWith(']') ? helo[1..^1] : "";
        var text = inside.StartsWith(Tag, StringComparison.OrdinalIgnoreCase) ? inside[Tag.Length..] : inside;
        if (!IPAddress.TryParse(text, out var claimed))
        {
            return HeloFault.Malformed;
        }

        var plain = claimed.IsIPv4MappedToIPv6 ? claimed.MapToIPv4() : claimed;
        return client is null ? HeloFault.Unavailable : plain.Equals(client) ? HeloFault.None : HeloFault.AnotherAddress;
    }

    private async Task<HeloFault> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        var outcomes = new List<DnsOutcome>();
        foreach (var type in (DnsType[])[DnsType.A, DnsType.Aaaa, DnsType.Mx])
        {
            var answer = await dns.QueryAsync(name, type, cancellationToken);
            outcomes.Add(answer.Outcome);
            if (answer.Outcome is DnsOutcome.Found or DnsOutcome.NxDomain)
            {
                break;
            }
        }

        return outcomes[^1] == DnsOutcome.Found ? HeloFault.None
            : outcomes.Contains(DnsOutcome.TemporaryFailure) ? HeloFault.Unavailable
            : HeloFault.NotInDns;
    }
}
