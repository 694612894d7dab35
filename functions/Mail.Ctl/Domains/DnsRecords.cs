using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Which DNS records make a domain's mail come to us and its mail programs find us.</summary>
/// <param name="web">The host that serves the functions by https.</param>
/// <param name="addresses">Of the mail server; may be empty.</param>
internal sealed class DnsRecords(AnnouncedServices services, string web, IReadOnlyList<IPAddress> addresses)
{
    public IReadOnlyList<DnsRecordView> For(DomainEntry domain) =>
    [
        new(domain.Name, "MX", $"10 {services.Host}.", "Mail for the domain comes here"),
        .. Addresses(),
        .. domain.Kind == DomainKind.Relay ? [] : ForClients(domain.Name),
    ];

    private IEnumerable<DnsRecordView> Addresses()
    {
        if (addresses.Count == 0)
        {
            yield return new(services.Host, "A", null, "The gateway's public address, and AAAA if it has one (--address); its reverse name has to be the same");
        }

        foreach (var address in addresses)
        {
            yield return new(
                services.Host, address.AddressFamily == AddressFamily.InterNetwork ? "A" : "AAAA", address.ToString(), "The gateway's public address");
        }

        foreach (var address in addresses)
        {
            yield return new(ReverseName(address), "PTR", services.Host + ".", "Reverse name: whoever gave you the address sets it");
        }
    }

    /// <summary>For domains whose people log in with us.</summary>
    private IEnumerable<DnsRecordView> ForClients(string domain) =>
    [
        .. Services(domain),
        new("autoconfig." + domain, "CNAME", web + ".", "Settings for Thunderbird and others, by https from the functions"),
        new("autodiscover." + domain, "CNAME", web + ".", "Settings for Outlook, by https from the functions"),
        // Outlook asks for this one when the names do not answer; it spares a certificate for each domain.
        new("_autodiscover._tcp." + domain, "SRV", $"0 0 443 {web}.", "Settings for Outlook, by https from the functions"),
        new(domain, "TXT", "\"v=spf1 mx ~all\"", "Who sends as the domain: add what else does, such as a relay's include:"),
    ];

    private IEnumerable<DnsRecordView> Services(string domain)
    {
        foreach (var service in services.All)
        {
            // RFC 6186 §3.4: the lower priority is preferred.
            var priority = service.Security == AnnouncedSecurity.Tls ? 0 : 10;
            var value = string.Create(CultureInfo.InvariantCulture, $"{priority} 1 {service.Port} {service.Host}.");
            yield return new($"{service.SrvName}.{domain}", "SRV", value, "What mail programs may use (RFC 6186, RFC 8314)");
        }

        var all =
            from protocol in Enum.GetValues<AnnouncedProtocol>()
            from security in Enum.GetValues<AnnouncedSecurity>()
            select AnnouncedService.SrvNameOf(protocol, security);
        foreach (var missing in all.Except(services.All.Select(service => service.SrvName)))
        {
            // RFC 6186 §3.4: a target of "." says that there is no such service.
            yield return new($"{missing}.{domain}", "SRV", "0 0 0 .", "What is not offered");
        }
    }

    /// <summary>RFC 1035 §3.5, RFC 3596 §2.5.</summary>
    private static string ReverseName(IPAddress address)
    {
        var octets = address.GetAddressBytes().Reverse();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', octets) + ".in-addr.arpa"
            : string.Join('.', octets.Select(octet => $"{octet & 15:x}.{octet >> 4:x}")) + ".ip6.arpa";
    }
}
