using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>A next hop as Postfix's SMTP client takes it: <c>host</c>, <c>host:port</c>, <c>[host]</c>, <c>[host]:port</c>, or several of these.</summary>
/// <param name="Host">A name, or an address literal.</param>
/// <param name="Port">Postfix's is 25 where it says nothing; ours would be 587.</param>
/// <param name="Remark">What is not as it was; <c>null</c> when everything is.</param>
internal sealed record NextHopText(string Host, int Port, string? Remark)
{
    private static readonly Dictionary<string, int> Services = new(StringComparer.OrdinalIgnoreCase)
    {
        ["smtp"] = 25,
        ["submission"] = 587,
        ["submissions"] = 465,
        ["smtps"] = 465,
        ["ssmtp"] = 465,
        ["urd"] = 465,
    };

    public static bool TryParse(string text, [NotNullWhen(true)] out NextHopText? hop)
    {
        hop = null;
        var all = text.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (all is not [var first, ..] || !TrySplit(first, out var host, out var port, out var isLiteral))
        {
            return false;
        }

        string?[] remarks =
        [
            isLiteral ? null : $"Postfix looks up the MX of {host}, here it is the server itself: give the name of the server if it is another",
            all.Length > 1 ? $"only the first of {all.Length} servers" : null,
        ];
        var remark = string.Join("; ", remarks.Where(r => r is not null));
        hop = new NextHopText(host, port, remark.Length > 0 ? remark : null);
        return true;
    }

    public Core.Transport ToTransport(string pattern, TlsLevel tls) =>
        new() { Pattern = pattern, Kind = TransportKind.Smarthost, Host = Host, Port = Port, Tls = tls };

    private static bool TrySplit(string text, out string host, out int port, out bool isLiteral)
    {
        var close = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        isLiteral = close > 0;
        var name = isLiteral ? text[1..close] : text.Split(':')[0];
        var rest = isLiteral ? text[(close + 1)..] : text[name.Length..];
        (host, port) = (Normal(name, isLiteral) ?? "", 25);
        return host.Length > 0 && (rest.Length == 0 || (rest[0] == ':' && TryPort(rest[1..], out port)));
    }

    /// <summary>What stands in brackets is a name or an address, IPv6 with or without its tag (RFC 5321 §4.1.3).</summary>
    private static string? Normal(string name, bool isLiteral)
    {
        const string V6Tag = "ipv6:";
        var bare = name.StartsWith(V6Tag, StringComparison.OrdinalIgnoreCase) ? name[V6Tag.Length..] : name;
        var literal = !isLiteral || !IPAddress.TryParse(bare, out var address) ? name
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{bare}]" : $"[{bare}]";
        return MailAddressParser.TryParseDomain(literal, out var host, out _) ? host : null;
    }

    private static bool TryPort(string text, out int port) => Services.TryGetValue(text, out port)
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue);
}
