using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mail.Core;

/// <summary>
/// Reads what people write in access rules, as Postfix's access(5) has it with its default <c>parent_domain_matches_subdomains</c>: a name
/// stands for itself and all below it, with a dot in front only for those below.
/// </summary>
internal static class AccessPatternParser
{
    public const string NullSender = "<>";

    // An address at its longest with its quotes; everything else is shorter.
    private const int MaxLength = 2 * MailAddressParser.MaxAddress;

    public static bool TryParse(AccessKind kind, string text, [NotNullWhen(true)] out string? canonical, [NotNullWhen(false)] out string? error)
    {
        (canonical, var expected) = text.Length is 0 or > MaxLength ? (null, "something shorter") : kind switch
        {
            AccessKind.Client => (Client(text), "an address or network such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32, without bits behind the prefix"),
            AccessKind.ClientName => (Name(text), "a host name, or a domain with a dot in front for all names below it"),
            AccessKind.Helo => (Name(text) ?? Literal(text), "a host name, .domain for all names below it, or an address literal such as [192.0.2.1]"),
            AccessKind.Sender => (text == NullSender ? text : Address(text), "an address, @domain, domain, .domain, user@, or <> for bounces"),
            _ => (Address(text), "an address, @domain, domain, .domain or user@"),
        };
        error = canonical is null ? "expected " + expected : null;
        return canonical is not null;
    }

    /// <summary>As <see cref="IPAddress"/> writes it, an IPv4 address in IPv6 clothing as itself; <c>null</c> for anything that is not plainly an address.</summary>
    public static IPAddress? ClientAddress(string text)
    {
        // IPAddress also reads "1", octal and hexadecimal numbers, and zone indexes.
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text ? null
            : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : address;
    }

    private static string? Client(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return ClientAddress(text)?.ToString();
        }

        if (ClientAddress(text[..slash]) is not { } address
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || !IPNetwork.TryParse($"{address}/{length}", out var network)
            || !network.BaseAddress.Equals(address))
        {
            return null;
        }

        return network.PrefixLength == address.GetAddressBytes().Length * 8 ? address.ToString() : network.ToString();
    }

    private static string? Name(string text)
    {
        var below = text[0] == '.';
        return MailAddressParser.TryParseDomain(below ? text[1..] : text, out var domain, out _) && domain[0] != '['
            ? below ? "." + domain : domain
            : null;
    }

    private static string? Literal(string text) =>
        MailAddressParser.TryParseDomain(text, out var literal, out _) && literal[0] == '[' ? literal : null;

    private static string? Address(string text)
    {
        if (text[0] == '@')
        {
            return MailAddressParser.TryParseDomain(text[1..], out var domain, out _) ? "@" + domain : null;
        }

        if (text[^1] == '@')
        {
            return MailAddressParser.TryParse(text + "x", out var anywhere, out _) ? Canonical(anywhere)[..^1] : null;
        }

        return MailAddressParser.TryParse(text, out var address, out _) ? Canonical(address) : Name(text);
    }

    /// <summary>As <see cref="MailAddress"/> compares: without regard to case.</summary>
    internal static string Canonical(MailAddress address) => address.ToString().ToLowerInvariant();
}
