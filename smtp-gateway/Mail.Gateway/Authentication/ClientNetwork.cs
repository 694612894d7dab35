using System.Net;

namespace Mail.Gateway;

/// <summary>Whom one client is taken for when attempts are counted: an IPv4 address, or an IPv6 /64, which is what one customer has at least.</summary>
internal static class ClientNetwork
{
    /// <param name="clientAddress">As in a session.</param>
    /// <returns><c>null</c> when the address is not known.</returns>
    public static string? Of(string? clientAddress)
    {
        if (!IPAddress.TryParse(clientAddress, out var address))
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var octets = address.GetAddressBytes();
        if (octets.Length == 16)
        {
            Array.Clear(octets, 8, 8);
        }

        return new IPAddress(octets).ToString();
    }
}
