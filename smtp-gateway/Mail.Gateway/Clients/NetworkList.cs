using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Mail.Gateway;

/// <summary>Networks that the operator named, such as <c>10.0.0.0/8, 2001:db8::/32, 192.0.2.1</c>.</summary>
public sealed class NetworkList : IEquatable<NetworkList>
{
    private readonly IPNetwork[] _networks;

    private NetworkList(IPNetwork[] networks) => _networks = networks;

    public static NetworkList None { get; } = new([]);

    /// <summary>This machine: RFC 1122 §3.2.1.3, RFC 4291 §2.5.3.</summary>
    public static NetworkList Loopback { get; } = Parse("127.0.0.0/8, ::1");

    /// <exception cref="FormatException">Not a list of networks.</exception>
    public static NetworkList Parse(string text) => TryParse(text, out var list) ? list : throw new FormatException($"'{text}' is not a list of networks.");

    /// <summary>
    /// Reads addresses and networks separated by commas or spaces; <c>none</c> for an empty list. A network with bits behind its prefix
    /// (<c>10.0.0.1/8</c>) is refused: either the address or the length is not what was meant.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NetworkList? list)
    {
        list = null;
        if (text == "none")
        {
            list = None;
            return true;
        }

        var networks = new List<IPNetwork>();
        foreach (var item in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryParseNetwork(item, out var network))
            {
                return false;
            }

            networks.Add(network);
        }

        list = new NetworkList([.. networks]);
        return true;
    }

    /// <param name="address"><c>null</c> is in no network: who hides is no friend.</param>
    public bool Contains(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    /// <summary>The same networks in the same order.</summary>
    public bool Equals(NetworkList? other) => other is not null && _networks.AsSpan().SequenceEqual(other._networks);

    public override bool Equals(object? obj) => Equals(obj as NetworkList);

    public override int GetHashCode() => _networks.Length == 0 ? 0 : _networks[0].GetHashCode();

    public override string ToString() => _networks.Length == 0 ? "none" : string.Join(", ", _networks);

    private static bool TryParseNetwork(string item, out IPNetwork network)
    {
        var parts = item.Split('/');
        network = default;
        if (!IPAddress.TryParse(parts[0], out var address) || (parts[0].Contains('.') && !parts[0].Contains(':') && address.ToString() != parts[0]))
        {
            // The comparison refuses the short forms: 10.0/16 means 10.0.0.0/16 to some and 10.0.0.0/32 to IPAddress.
            return false;
        }

        if (parts.Length == 1)
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(item, out network) && network.BaseAddress.Equals(address);
    }
}
