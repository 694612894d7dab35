namespace Mail.Core;

/// <summary>The header of a message as it stands in the spool: its fields, octet for octet, and where the body begins.</summary>
public sealed class HeaderBlock
{
    /// <summary>Headers of real mail have some 10 KiB; one beyond this is neither signed nor verified.</summary>
    public const int MaxHeader = 1024 * 1024;

    // What most headers fit in; read at first.
    private const int UsualHeader = 32 * 1024;

    private HeaderBlock(IReadOnlyList<RawField> fields, long bodyAt)
    {
        Fields = fields;
        BodyAt = bodyAt;
    }

    /// <summary>From the top. A line that is no field stands among them without a name.</summary>
    public IReadOnlyList<RawField> Fields { get; }

    /// <summary>Where the first octet behind the empty line is; the length of the message when there is no body.</summary>
    public long BodyAt { get; }

    /// <summary>Every line is a field or belongs to one. What is not, nobody else might read as we do: it is not signed.</summary>
    public bool IsWellFormed => Fields.All(one => one.Name.Length > 0);

    public IEnumerable<RawField> Named(string name) => Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary><c>null</c> when the header is larger than <see cref="MaxHeader"/>.</summary>
    /// <param name="content">Read from its start; left at the body.</param>
    public static HeaderBlock? Read(Stream content) => Read(content, UsualHeader) ?? Read(content, MaxHeader);

    private static HeaderBlock? Read(Stream content, int most)
    {
        content.Position = 0;
        var octets = new byte[(int)Math.Min(content.Length, most)];
        content.ReadExactly(octets);
        var isAll = octets.Length == content.Length;
        var (header, bodyAt) = octets.AsSpan().StartsWith("\r\n"u8) ? (default, 2) : octets.AsSpan().IndexOf("\r\n\r\n"u8) switch
        {
            < 0 when isAll => (octets.AsMemory(), content.Length),
            < 0 => (default, -1),
            var end => (octets.AsMemory(0, end + 2), (long)(end + 4)),
        };
        content.Position = Math.Max(bodyAt, 0);
        return bodyAt < 0 ? null : new HeaderBlock(Split(header), bodyAt);
    }

    private static List<RawField> Split(ReadOnlyMemory<byte> header)
    {
        var fields = new List<RawField>();
        while (!header.IsEmpty)
        {
            var end = FieldEnd(header.Span);
            fields.Add(RawField.Read(header[..end]) ?? new RawField("", header[..end]));
            header = header[end..];
        }

        return fields;
    }

    /// <summary>Behind the CRLF after which no white space goes on.</summary>
    private static int FieldEnd(ReadOnlySpan<byte> header)
    {
        var end = 0;
        while (header[end..].IndexOf("\r\n"u8) is >= 0 and var line)
        {
            end += line + 2;
            if (end >= header.Length || header[end] is not ((byte)' ' or (byte)'\t'))
            {
                return end;
            }
        }

        return header.Length;
    }
}
