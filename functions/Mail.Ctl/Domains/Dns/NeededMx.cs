using System.Net;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>The MX that brings a domain's mail to us.</summary>
internal sealed class NeededMx(string domain, string host)
    : NeededRecord(domain, DnsType.Mx, $"10 {ZoneText.Host(host)}", "Mail for the domain comes here")
{
    protected override async ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken)
    {
        var exchangers = found.OfType<DnsRecord.MailExchange>().OrderBy(mx => mx.Preference).ToList();
        foreach (var mx in exchangers)
        {
            if (await MistakeAsync(mx.Host, dns, cancellationToken) is { } mistake)
            {
                return RecordFinding.Differs(exchangers, mistake);
            }
        }

        return exchangers.Find(mx => mx.Host == host) is not { } ours ? RecordFinding.Differs(exchangers, $"mail does not come to {host}")
            : exchangers[0].Preference < ours.Preference ? RecordFinding.Right(exchangers, $"{exchangers[0].Host} is asked before {host}")
            : exchangers.Count > 1 ? RecordFinding.Right(exchangers, $"others than {host} take mail for the domain, too")
            : RecordFinding.Right(exchangers);
    }

    private static async Task<string?> MistakeAsync(string exchanger, IDnsResolver dns, CancellationToken cancellationToken)
    {
        if (exchanger.Length == 0)
        {
            return "a null MX says that the domain takes no mail (RFC 7505)";
        }

        // RFC 5321 §5.1 and RFC 1035 §3.3.9: a name, of which there are addresses.
        return IPAddress.TryParse(exchanger, out _) ? $"{exchanger} is an address: an MX has to name a host"
            : (await dns.QueryAsync(exchanger, DnsType.Cname, cancellationToken)).Outcome == DnsOutcome.Found
                // RFC 2181 §10.3.
                ? $"{exchanger} is a CNAME: an MX has to name a host that has addresses itself"
                : null;
    }
}
