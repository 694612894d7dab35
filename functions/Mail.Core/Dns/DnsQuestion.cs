using System.Net;

namespace Mail.Core;

/// <summary>What the DNS is asked: a name and a type.</summary>
public readonly record struct DnsQuestion
{
    // RFC 1035 §2.3.4: 255 octets on the wire, of which two are the first length and the root.
    private const int MaxName = 253;
    private const int MaxLabel = 63;

    /// <param name="name">With or without the final dot, in any case.</param>
    public DnsQuestion(string name, DnsType type)
    {
        Name = (name.EndsWith('.') ? name[..^1] : name).ToLowerInvariant();
        Type = type;
    }

    /// <summary>In lower case, without the final dot.</summary>
    public string Name { get; }

    public DnsType Type { get; }

    /// <summary>The name fits the wire and is printable ASCII. One that is not cannot exist: a resolver says <see cref="DnsOutcome.NxDomain"/> and asks nobody.</summary>
    public bool IsWellFormed
    {
        get
        {
            var name = Name.AsSpan();
            if (name.Length is 0 or > MaxName || name.ContainsAnyExceptInRange('!', '~') || name.Contains('\\'))
            {
                return false;
            }

            foreach (var label in name.Split('.'))
            {
                if (name[label].Length is 0 or > MaxLabel)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The question for the names of an address (RFC 1035 §3.5, RFC 3596 §2.5).</summary>
    public static DnsQuestion Reverse(IPAddress address) =>
        new(ReverseLabels(address) + (address.GetAddressBytes().Length == 4 ? ".in-addr.arpa" : ".ip6.arpa"), DnsType.Ptr);

    /// <summary>The address back to front, as reverse zones and DNS lists have it (RFC 5782 §2.1, §2.4): <c>1.2.0.192</c>, or 32 nibbles.</summary>
    public static string ReverseLabels(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        Array.Reverse(octets);
        return octets.Length == 4
            ? string.Join('.', octets)
            : string.Join('.', octets.Select(octet => $"{octet & 15:x}.{octet >> 4:x}"));
    }
}
