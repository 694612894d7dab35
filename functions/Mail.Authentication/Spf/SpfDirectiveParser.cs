using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Mail.Authentication;

/// <summary>A qualifier and a mechanism: RFC 7208 §4.6.1, §5, §12.</summary>
internal static partial class SpfDirectiveParser
{
    private const int Bits4 = 32;
    private const int Bits6 = 128;

    /// <summary><c>null</c> when the term breaks the grammar or the mechanism is unknown.</summary>
    public static SpfDirective? Parse(string term)
    {
        var match = Form().Match(term);
        var argument = match.Groups["argument"] is { Success: true, Value: var value } ? value : null;
        return match.Success && Mechanism(match.Groups["name"].Value.ToLowerInvariant(), argument, match.Groups["tail"].Value) is { } mechanism
            ? new SpfDirective(Result(match.Groups["qualifier"].Value), mechanism, term)
            : null;
    }

    private static AuthenticationResult Result(string qualifier) => qualifier switch
    {
        "-" => AuthenticationResult.Fail,
        "~" => AuthenticationResult.SoftFail,
        "?" => AuthenticationResult.Neutral,
        _ => AuthenticationResult.Pass,
    };

    /// <param name="argument">Behind the colon; <c>null</c> without one.</param>
    /// <param name="tail">Behind a name without argument, from its slash.</param>
    private static SpfMechanism? Mechanism(string name, string? argument, string tail) => (name, argument) switch
    {
        ("all", null) when tail.Length == 0 => new SpfMechanism.All(),
        ("include", { } domain) when SpfMacroString.ParseDomain(domain) is { } spec => new SpfMechanism.Include(spec),
        ("exists", { } domain) when SpfMacroString.ParseDomain(domain) is { } spec => new SpfMechanism.Exists(spec),
        ("ptr", null) when tail.Length == 0 => new SpfMechanism.Ptr(null),
        ("ptr", { } domain) when SpfMacroString.ParseDomain(domain) is { } spec => new SpfMechanism.Ptr(spec),
        ("a", _) => Hosts(argument, tail, (domain, four, six) => new SpfMechanism.A(domain, four, six)),
        ("mx", _) => Hosts(argument, tail, (domain, four, six) => new SpfMechanism.Mx(domain, four, six)),
        ("ip4", { } network) => Network(network, AddressFamily.InterNetwork, Bits4),
        ("ip6", { } network) => Network(network, AddressFamily.InterNetworkV6, Bits6),
        _ => null,
    };

    private static SpfMechanism? Hosts(string? argument, string tail, Func<SpfMacroString?, int, int, SpfMechanism> create)
    {
        var match = DualPrefix().Match(argument ?? tail);
        var domain = match.Groups["domain"].Value;
        var spec = argument is null ? null : SpfMacroString.ParseDomain(domain);
        var isDomainGood = argument is null ? domain.Length == 0 : spec is not null;
        return isDomainGood && Prefix(match.Groups["four"], Bits4) is { } four && Prefix(match.Groups["six"], Bits6) is { } six
            ? create(spec, four, six)
            : null;
    }

    private static SpfMechanism.Network? Network(string text, AddressFamily family, int bits)
    {
        var match = SinglePrefix().Match(text);
        var host = match.Groups["host"].Value;
        // TryParse takes more than the grammar does: 1.2.3, 0x1.2.3.4, zones and brackets.
        var isWritten = family == AddressFamily.InterNetwork ? Quad().IsMatch(host) : host.Contains(':') && !host.AsSpan().ContainsAny('%', '[', ']');
        return isWritten && IPAddress.TryParse(host, out var address) && address.AddressFamily == family && Prefix(match.Groups["prefix"], bits) is { } prefix
            ? new SpfMechanism.Network(address, prefix)
            : null;
    }

    /// <summary>All bits when not given; <c>null</c> beyond them or with a leading zero.</summary>
    private static int? Prefix(Group digits, int bits) =>
        !digits.Success ? bits
        : digits.ValueSpan is ['0', _, ..] ? null
        : int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) is var prefix && prefix <= bits ? prefix
        : null;

    [GeneratedRegex(
        @"\A(?<qualifier>[-+?~]?)(?<name>[A-Za-z][A-Za-z0-9_.-]*)(?::(?<argument>.*)|(?<tail>/.*)?)\z",
        RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    // A domain may hold slashes itself: only digits at the very end are a prefix length.
    [GeneratedRegex(@"\A(?<domain>.*?)(?:/(?<four>[0-9]{1,3}))?(?://(?<six>[0-9]{1,3}))?\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DualPrefix();

    [GeneratedRegex(@"\A(?<host>[^/]*)(?:/(?<prefix>[0-9]{1,3}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex SinglePrefix();

    // RFC 7208 §12: qnum, without leading zeros.
    [GeneratedRegex(@"\A(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\.(?!\z)|\z)){4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Quad();
}
