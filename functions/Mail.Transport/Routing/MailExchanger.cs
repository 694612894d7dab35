using Mail.Core;

namespace Mail.Transport;

/// <summary>A host that takes mail for a domain, with what the DNS says of its addresses.</summary>
/// <param name="Preference">The lower, the earlier (RFC 5321 §5.1).</param>
/// <param name="Host">The name in the MX record, not what its CNAME leads to: certificates are for this one (RFC 8461 §4.1).</param>
internal sealed record MailExchanger(int Preference, string Host)
{
    /// <summary>AAAA, then A.</summary>
    public IReadOnlyList<DnsAnswer> Answers { get; init; } = [];

    /// <summary>In the order IPv6, IPv4, at random within each: a host's addresses are equals (RFC 5321 §5.1 leaves the order to the DNS).</summary>
    public IReadOnlyList<System.Net.IPAddress> Addresses { get; init; } = [];

    /// <param name="areNamesAuthenticated">DNSSEC vouches for the name of the host.</param>
    public NextHop HopTo(System.Net.IPAddress address, int port, bool areNamesAuthenticated)
    {
        var answer = Answers.FirstOrDefault(answer => answer.Records.OfType<DnsRecord.Address>().Any(record => record.Value.Equals(address)));
        return new NextHop(Host, address, port) { IsAuthenticated = areNamesAuthenticated && answer is { Authenticated: true }, Alias = answer?.Alias };
    }

    public bool FailedTemporarily => Addresses.Count == 0 && Answers.Any(answer => answer.Outcome == DnsOutcome.TemporaryFailure);
}
