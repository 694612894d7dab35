using System.Net;

namespace Mail.Gateway;

/// <summary>
/// Whom one client is taken for when something is counted. With IPv4 his address. With IPv6 his /64, which one customer has at least (Postfix's
/// <c>smtpd_client_ipv6_prefix_length</c> counts by /84, of which he has a million), and beside it his /48, which is what providers give away at most
/// (RFC 6177 §2) and holds 65,536 of them: it may have a few times as much.
/// </summary>
internal static class ClientNetworks
{
    /// <summary>A /48 may be one customer or an office of them: four as busy as can be.</summary>
    public const int WideMultiple = 4;

    private const int Narrow = 64;
    private const int Wide = 48;

    /// <summary>The narrowest first.</summary>
    public static IReadOnlyList<ClientNetwork> Of(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var octets = plain.GetAddressBytes();
        return octets.Length == 4
            ? [new ClientNetwork(new IPNetwork(plain, 32), 1)]
            : [new ClientNetwork(Cut(octets, Narrow), 1), new ClientNetwork(Cut(octets, Wide), WideMultiple)];
    }

    private static IPNetwork Cut(byte[] octets, int length) =>
        new(new IPAddress([.. octets[..(length / 8)], .. new byte[octets.Length - (length / 8)]]), length);
}
