namespace Mail.Spam;

/// <summary>Walks through a header, field by field. Lines end with CRLF or LF; the empty line, or a line that cannot be of a header, ends it.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> entity)
{
    private readonly ReadOnlySpan<byte> _entity = entity;
    private int _fields;

    /// <summary>Where the next line begins; after the last field, where the body does.</summary>
    public int Position { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Still folded.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        while (true)
        {
            var rest = _entity[Position..];
            var line = LineOf(rest);
            if (IsEmpty(line))
            {
                Position += line.Length;
                return false;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAny(" \t"u8))
            {
                if (line[0] is not ((byte)' ' or (byte)'\t'))
                {
                    // A header without its empty line: the body begins here.
                    return false;
                }

                Position += line.Length;
                continue;
            }

            var length = line.Length;
            while (length < rest.Length && rest[length] is (byte)' ' or (byte)'\t')
            {
                var folded = LineOf(rest[length..]);
                if (IsEmpty(folded))
                {
                    break;
                }

                length += folded.Length;
            }

            Position += length;
            if (++_fields > TokenizerLimits.MaxFields || Position > TokenizerLimits.MaxHeader)
            {
                continue;
            }

            Name = line[..colon];
            Value = rest[(colon + 1)..length];
            return true;
        }
    }

    private static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest : rest[..(end + 1)];
    }

    private static bool IsEmpty(ReadOnlySpan<byte> line) => line.Length == 0 || line[0] == '\n' || line is [(byte)'\r', (byte)'\n'] or [(byte)'\r'];
}
