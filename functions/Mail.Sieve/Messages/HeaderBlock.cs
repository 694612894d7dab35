namespace Mail.Sieve;

/// <summary>The header of a message or part: its octets, and where each field stands in them. Nothing in it is an error.</summary>
internal sealed class HeaderBlock
{
    private Dictionary<string, HeaderField[]>? _byName;

    /// <param name="octets">From the first field to the empty line, which may be missing.</param>
    public HeaderBlock(ReadOnlyMemory<byte> octets)
    {
        Octets = octets;
        Lines = HeaderLines.Read(octets);
        Fields = [.. Lines.Where(line => line.NameLength > 0).Select(line => new RawHeaderField(octets, line))];
    }

    public static HeaderBlock Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>What the octets consist of, fields and what is none; together they are all of it.</summary>
    public IReadOnlyList<HeaderLine> Lines { get; }

    /// <summary>The fields from top to bottom.</summary>
    public IReadOnlyList<HeaderField> Fields { get; }

    public IReadOnlyList<HeaderField> Find(string name)
    {
        _byName ??= Fields.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(fields => fields.Key, fields => fields.ToArray(), StringComparer.OrdinalIgnoreCase);
        return _byName.TryGetValue(name, out var found) ? found : [];
    }

    /// <summary>The first field of the name; a second one, which RFC 2045 and RFC 5322 do not allow, is not looked at.</summary>
    public string? First(string name) => Find(name) is [var field, ..] ? field.RawValue : null;
}
