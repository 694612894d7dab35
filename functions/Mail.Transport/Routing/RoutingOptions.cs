using System.Diagnostics.CodeAnalysis;
using System.Net;
using Mail.Core;

namespace Mail.Transport;

/// <summary>What routing has to know about this site.</summary>
public sealed record RoutingOptions
{
    /// <summary>Names under which we receive mail, in lower case without the final dot: an MX that is one of them is us.</summary>
    public IReadOnlySet<string> OurNames { get; init; } = new HashSet<string>();

    /// <summary>Addresses at which we receive mail.</summary>
    public IReadOnlySet<IPAddress> OurAddresses { get; init; } = new HashSet<IPAddress>();

    /// <summary>The port of servers found by MX. Default 25; tests have servers elsewhere.</summary>
    public int DirectPort { get; init; } = 25;

    /// <summary>
    /// Networks that may be connected to although they are not public, when the DNS leads there. Default none: whoever names a destination must not
    /// reach what is inside.
    /// </summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>How many addresses are tried in one attempt. Default 5, Postfix's <c>smtp_mx_address_limit</c>.</summary>
    public int MaxAddresses { get; init; } = 5;

    /// <summary>How many sessions are begun in one attempt. Default 2, Postfix's <c>smtp_mx_session_limit</c>.</summary>
    public int MaxSessions { get; init; } = 2;

    /// <summary>Reads <see cref="AllowedNetworks"/>, separated by commas or spaces: <c>10.1.0.0/16, fd00::/8</c>. Nothing is none.</summary>
    public static bool TryParseNetworks(string? text, [NotNullWhen(true)] out IReadOnlyList<IPNetwork>? networks)
    {
        var read = new List<IPNetwork>();
        networks = read;
        foreach (var item in (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            // Bits behind the prefix: either the address or the length is not what was meant.
            if (!IPNetwork.TryParse(item, out var network) || !network.BaseAddress.Equals(IPAddress.Parse(item.Split('/')[0])))
            {
                networks = null;
                return false;
            }

            read.Add(network);
        }

        return true;
    }

    /// <exception cref="ArgumentException">The message says what to set.</exception>
    public void Validate()
    {
        Require(DirectPort is > 0 and <= ushort.MaxValue, "DirectPort has to be a port, from 1 to 65535");
        Require(MaxAddresses is > 0 and <= 50, "MaxAddresses has to be from 1 to 50");
        Require(MaxSessions is > 0 and <= 50, "MaxSessions has to be from 1 to 50");
        Require(OurNames.All(name => MailAddressParser.TryParseDomain(name, out var domain, out _) && domain == name), "OurNames have to be host names in lower case");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
