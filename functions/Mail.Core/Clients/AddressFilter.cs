using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Mail.Core;

/// <summary>A pattern of IPv4 addresses as in Postfix's <c>postscreen_dnsbl_sites</c>: four numbers, each also as <c>[2..4]</c>, <c>[2;5;10..11]</c>.</summary>
public sealed class AddressFilter : IEquatable<AddressFilter>
{
    private readonly (byte From, byte To)[][] _octets;
    private readonly string _text;

    private AddressFilter((byte From, byte To)[][] octets, string text) => (_octets, _text) = (octets, text);

    public static bool TryParse(string text, [NotNullWhen(true)] out AddressFilter? filter)
    {
        filter = null;
        var octets = new List<(byte, byte)[]>();
        var rest = text;
        while (octets.Count < 4)
        {
            var end = End(rest);
            if (end < 0 || Octet(rest[..end]) is not { } octet)
            {
                return false;
            }

            octets.Add(octet);
            var isLast = octets.Count == 4;
            if (isLast ? end != rest.Length : end >= rest.Length || rest[end] != '.')
            {
                return false;
            }

            rest = isLast ? "" : rest[(end + 1)..];
        }

        filter = new AddressFilter([.. octets], text);
        return true;
    }

    public bool Contains(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        return octets.Length == 4
            && _octets.Zip(octets).All(pair => Array.Exists(pair.First, range => pair.Second >= range.From && pair.Second <= range.To));
    }

    /// <summary>Written the same.</summary>
    public bool Equals(AddressFilter? other) => _text == other?._text;

    public override bool Equals(object? obj) => Equals(obj as AddressFilter);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;

    // The dots of a range are within its brackets.
    private static int End(string text)
    {
        if (text.StartsWith('['))
        {
            return text.IndexOf(']', StringComparison.Ordinal) is > 0 and var closing ? closing + 1 : -1;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? text.Length : dot;
    }

    private static (byte From, byte To)[]? Octet(string text)
    {
        var items = text.StartsWith('[') ? text[1..^1].Split(';') : [text];
        var ranges = items.Select(Range).ToArray();
        return ranges.Contains(null) ? null : [.. ranges.Select(range => range!.Value)];
    }

    private static (byte From, byte To)? Range(string text)
    {
        var ends = text.Split("..");
        return ends.Length is 1 or 2
            && byte.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && byte.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && from <= to
            ? (from, to)
            : null;
    }
}
