using System.Globalization;
using System.Net;

namespace Mail.Ctl;

/// <summary>A term of an SPF record (RFC 7208 §4.6.1): <c>~all</c>, <c>ip4:192.0.2.0/24</c>, <c>a:mail.test/24//64</c>, <c>redirect=other.test</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Name">In lower case.</param>
/// <param name="Argument">Without the lengths of prefixes; empty for none.</param>
/// <param name="Prefix4">Of IPv4 networks, in bits; -1 when it is no number.</param>
/// <param name="Prefix6">Of IPv6 networks.</param>
internal sealed record SpfTerm(string Text, bool IsModifier, char Qualifier, string Name, string Argument, int Prefix4, int Prefix6)
{
    public static SpfTerm Read(string text)
    {
        var end = text.IndexOfAny(['=', ':', '/']);
        if (end > 0 && text[end] == '=')
        {
            return new(text, true, '+', text[..end].ToLowerInvariant(), text[(end + 1)..], 32, 128);
        }

        var isQualified = text[0] is '+' or '-' or '~' or '?';
        var name = (end < 0 ? text : text[..end])[(isQualified ? 1 : 0)..].ToLowerInvariant();
        var rest = end < 0 ? "" : text[end..];
        // The address of ip6 has colons, and its only prefix is behind one slash.
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (argument, prefixes) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        var twice = prefixes.IndexOf("//", StringComparison.Ordinal);
        var (four, six) = twice < 0 ? (prefixes, name == "ip6" ? prefixes : "") : (prefixes[..twice], prefixes[(twice + 1)..]);
        return new(text, false, isQualified ? text[0] : '+', name, argument.Length > 0 ? argument[1..] : "", Bits(four, 32), Bits(six, 128));
    }

    /// <summary>The address is in the network of another, with the prefix of this term.</summary>
    public bool Covers(IPAddress network, IPAddress address)
    {
        var (a, b) = (network.GetAddressBytes(), address.GetAddressBytes());
        var bits = b.Length == 4 ? Prefix4 : Prefix6;
        if (a.Length != b.Length || bits < 0 || bits > b.Length * 8)
        {
            return false;
        }

        var whole = bits / 8;
        var part = bits % 8;
        return a.AsSpan(0, whole).SequenceEqual(b.AsSpan(0, whole)) && (part == 0 || (a[whole] ^ b[whole]) >> (8 - part) == 0);
    }

    private static int Bits(string text, int otherwise) =>
        text.Length == 0 ? otherwise : int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : -1;
}
