using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>Finds the forward-confirmed reverse name of an address (RFC 8601 §2.7.3).</summary>
internal sealed class ReverseNameLookup(IDnsResolver dns)
{
    // RFC 7208 §4.6.4 permits ten. But each costs a question, and the client chooses them; two is already rare.
    private const int MaxNames = 3;

    public async Task<ReverseName> FindAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync(DnsQuestion.Reverse(address), cancellationToken);
        var names = answer.Records.OfType<DnsRecord.Name>().Select(record => record.Host).Where(IsHostName).Take(MaxNames).ToList();
        return (answer.Outcome, names) switch
        {
            (DnsOutcome.TemporaryFailure, _) => ReverseName.Unavailable,
            (_, []) => new ReverseName(ReverseNameState.Missing, null),
            _ => await ConfirmAsync(address, names, cancellationToken),
        };
    }

    private async Task<ReverseName> ConfirmAsync(IPAddress address, List<string> names, CancellationToken cancellationToken)
    {
        var isUnavailable = false;
        foreach (var name in names)
        {
            var answer = await dns.QueryAddressesAsync(name, address, cancellationToken);
            if (answer.Records.OfType<DnsRecord.Address>().Any(record => record.Value.Equals(address)))
            {
                return new ReverseName(ReverseNameState.Verified, name);
            }

            isUnavailable |= answer.Outcome == DnsOutcome.TemporaryFailure;
        }

        return new ReverseName(isUnavailable ? ReverseNameState.Unavailable : ReverseNameState.Mismatch, names[0]);
    }

    // It goes into the log, the Received field and the rules; as in Postfix, what is no host name is no name. An address neither.
    private static bool IsHostName(string name) =>
        MailAddressParser.TryParseDomain(name, out var domain, out _) && domain[0] != '[' && !IPAddress.TryParse(domain, out _);
}
