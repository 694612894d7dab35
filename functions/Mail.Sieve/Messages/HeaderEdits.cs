using System.Collections.Immutable;

namespace Mail.Sieve;

/// <summary>
/// Changes to the header of a message (RFC 5293), not yet made. They name fields by their place among those of the same name, so that they can be
/// made to the octets later without touching anything else. Immutable.
/// </summary>
public sealed class HeaderEdits
{
    private readonly ImmutableList<AddedField> _first;
    private readonly ImmutableList<AddedField> _last;

    /// <summary>Fields of the message that are gone: the name in upper case, and the place among those of the name.</summary>
    private readonly ImmutableHashSet<(string Name, int Place)> _deleted;

    private HeaderEdits(ImmutableList<AddedField> first, ImmutableList<AddedField> last, ImmutableHashSet<(string Name, int Place)> deleted)
    {
        _first = first;
        _last = last;
        _deleted = deleted;
    }

    public static HeaderEdits None { get; } = new([], [], []);

    public bool IsEmpty => _first.IsEmpty && _last.IsEmpty && _deleted.IsEmpty;

    internal int AddedCount => _first.Count + _last.Count;

    /// <summary>Makes the changes and copies the message.</summary>
    /// <param name="message">The message that the scripts saw, seekable; read from its start.</param>
    public async Task CopyAsync(Stream message, Stream destination, CancellationToken ct)
    {
        var header = await HeaderScan.ReadAsync(message, MessageLimits.Default.MaxHeader, ct);
        await destination.WriteAsync(Apply(header), ct);
        message.Position = header.Length;
        await message.CopyToAsync(destination, ct);
    }

    /// <param name="header">From the first octet to the empty line, which is included if there is one.</param>
    public byte[] Apply(ReadOnlyMemory<byte> header)
    {
        var octets = new List<byte>(header.Length + 256);
        _first.ForEach(field => octets.AddRange(field.Octets.Span));
        var lines = HeaderLines.Read(header);
        var emptyLine = lines is [.., { NameLength: 0 } last] && header.Span[last.Start] is (byte)'\r' or (byte)'\n' ? last.Start : header.Length;
        foreach (var line in Kept(header, lines.Where(line => line.Start < emptyLine)))
        {
            octets.AddRange(header.Span[line.Start..line.End]);
        }

        if (_last.Count > 0 && octets is [.., not (byte)'\n'])
        {
            octets.AddRange("\r\n"u8);
        }

        _last.ForEach(field => octets.AddRange(field.Octets.Span));
        octets.AddRange(header.Span[emptyLine..]);
        return [.. octets];
    }

    /// <summary>The fields of a name as they are with the changes.</summary>
    /// <param name="fields">Those of the message.</param>
    internal IReadOnlyList<HeaderField> View(string name, IReadOnlyList<HeaderField> fields) =>
        IsEmpty ? fields : [.. Places(name, fields).Select(place => place.Field)];

    /// <returns>The octets that the message has more, or less.</returns>
    internal long SizeChange(ISieveMessage original)
    {
        var added = _first.Concat(_last).Sum(field => (long)field.Octets.Length);
        return added - _deleted.Sum(field => original.Fields(field.Name)[field.Place] is RawHeaderField raw ? raw.OctetCount : 0L);
    }

    /// <param name="last">Below all others; otherwise above them (RFC 5293 §4).</param>
    internal HeaderEdits Add(string name, string value, bool last)
    {
        var field = new AddedField(name, value);
        return last ? new(_first, _last.Add(field), _deleted) : new(_first.Insert(0, field), _last, _deleted);
    }

    /// <param name="fields">Those of the message.</param>
    /// <param name="isMeant">Of the fields as they are with the changes, by their place from 0.</param>
    internal HeaderEdits Delete(string name, IReadOnlyList<HeaderField> fields, Func<int, bool> isMeant)
    {
        var meant = Places(name, fields).Where((_, index) => isMeant(index)).ToList();
        var gone = meant.Select(place => place.Field).OfType<AddedField>().ToHashSet();
        return new(
            _first.RemoveAll(gone.Contains),
            _last.RemoveAll(gone.Contains),
            _deleted.Union(meant.Where(place => place.Original >= 0).Select(place => (name.ToUpperInvariant(), place.Original))));
    }

    private IEnumerable<(HeaderField Field, int Original)> Places(string name, IReadOnlyList<HeaderField> fields)
    {
        var upper = name.ToUpperInvariant();
        return
        [
            .. Added(_first, name),
            .. fields.Select((field, place) => (field, place)).Where(field => !_deleted.Contains((upper, field.place))),
            .. Added(_last, name),
        ];
    }

    private static IEnumerable<(HeaderField Field, int Original)> Added(ImmutableList<AddedField> fields, string name) =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => ((HeaderField)field, -1));

    private IEnumerable<HeaderLine> Kept(ReadOnlyMemory<byte> header, IEnumerable<HeaderLine> lines)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var name = new RawHeaderField(header, line).Name.ToUpperInvariant();
            var place = places.GetValueOrDefault(name);
            places[name] = place + 1;
            if (line.NameLength == 0 || !_deleted.Contains((name, place)))
            {
                yield return line;
            }
        }
    }
}
