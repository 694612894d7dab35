using System.Text;

namespace Mail.Sieve;

/// <summary>The header of a message or part: its octets, and where each field stands in them. Nothing in it is an error. Not for concurrent use.</summary>
internal sealed class HeaderBlock
{
    // More names than scripts have, so few that to look through them costs less than a search.
    private const int MaxFound = 32;

    private readonly List<HeaderLine> _lines;
    private readonly HeaderField?[] _fields;

    /// <summary>Of the names, so that one is found among many without looking at each: scripts ask for a dozen of thirty, hostile mail has a hundred thousand.</summary>
    private readonly int[] _hashes;

    /// <summary>What was asked for: rules ask for the same few again and again.</summary>
    private readonly List<(string Name, HeaderField[] Fields)> _found = [];

    /// <param name="octets">From the first field to the empty line, which may be missing.</param>
    public HeaderBlock(ReadOnlyMemory<byte> octets)
    {
        Octets = octets;
        _lines = HeaderLines.Read(octets);
        _fields = new HeaderField?[_lines.Count];
        _hashes = new int[_lines.Count];
        for (var i = 0; i < _hashes.Length; i++)
        {
            _hashes[i] = Hash(octets.Span.Slice(_lines[i].Start, _lines[i].NameLength));
        }
    }

    /// <summary>Shared by all parts without a header, in all messages at once: it remembers nothing.</summary>
    public static HeaderBlock Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The fields of this name from top to bottom.</summary>
    public IReadOnlyList<HeaderField> Find(string name)
    {
        if (_lines.Count == 0)
        {
            return [];
        }

        foreach (var (known, fields) in _found)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return fields;
            }
        }

        // Names of fields are ASCII (RFC 5322 §3.6.8).
        var found = Ascii.IsValid(name) && name.Length > 0 ? Search(name) : [];
        if (_found.Count < MaxFound)
        {
            _found.Add((name, found));
        }

        return found;
    }

    /// <summary>The first field of the name; a second one, which RFC 2045 and RFC 5322 do not allow, is not looked at.</summary>
    public string? First(string name) => Find(name) is [var field, ..] ? field.RawValue : null;

    private HeaderField[] Search(string name)
    {
        Span<byte> octets = stackalloc byte[name.Length <= 128 ? name.Length : 0];
        octets = octets.IsEmpty ? new byte[name.Length] : octets;
        Encoding.ASCII.GetBytes(name, octets);
        var hash = Hash(octets);
        var found = new List<HeaderField>();
        for (var at = 0; at < _hashes.Length; at++)
        {
            var next = _hashes.AsSpan(at).IndexOf(hash);
            if (next < 0)
            {
                break;
            }

            at += next;
            if (Ascii.EqualsIgnoreCase(Octets.Span.Slice(_lines[at].Start, _lines[at].NameLength), octets))
            {
                found.Add(_fields[at] ??= new RawHeaderField(Octets, _lines[at]));
            }
        }

        return [.. found];
    }

    /// <summary>FNV-1a, letters in one case; 0 only for what is no field.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = name.IsEmpty ? 0u : 2166136261u;
        foreach (var octet in name)
        {
            hash = (hash ^ (octet | 0x20u)) * 16777619u;
        }

        return (int)hash;
    }
}
