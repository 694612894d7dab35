using System.Net;
using System.Net.Sockets;

namespace Mail.Transport;

/// <summary>
/// Which addresses may be connected to when the DNS of a stranger names them. Whoever can choose a destination could otherwise make us talk to what
/// only we can reach: this machine, its neighbours, the cloud's metadata service.
/// </summary>
public sealed class PublicAddresses(IReadOnlyList<IPNetwork> allowed)
{
    // IANA's special-purpose registries (RFC 6890): everything there that is not globally reachable, and multicast.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            // Azure's own services, by which every machine there reaches its platform: a public address that is not.
            "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    // RFC 4291 §2.4: what is global is under 2000::/3. Less: Teredo, ORCHID, benchmarks (all in 2001::/23), documentation, and 6to4.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    // RFC 6052 §2.1: the IPv4 address is in the last four octets.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public bool Permits(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain)) || IsPublic(plain);
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(Special, network => network.Contains(address)),
        AddressFamily.InterNetworkV6 when Translated.Contains(address) => IsPublic(new IPAddress(address.GetAddressBytes().AsSpan()[12..])),
        AddressFamily.InterNetworkV6 => Global.Contains(address) && !Array.Exists(NotGlobal, network => network.Contains(address)),
        _ => false,
    };
}
