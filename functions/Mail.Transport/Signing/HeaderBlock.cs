namespace Mail.Transport;

/// <summary>The header of a message as it stands in the spool: its fields, octet for octet, and where the body begins.</summary>
internal sealed class HeaderBlock
{
    /// <summary>Headers of real mail have some 10 KiB; one beyond this is not signed.</summary>
    public const int MaxHeader = 1024 * 1024;

    private HeaderBlock(IReadOnlyList<RawField> fields, long bodyAt)
    {
        Fields = fields;
        BodyAt = bodyAt;
    }

    /// <summary>From the top.</summary>
    public IReadOnlyList<RawField> Fields { get; }

    /// <summary>Where the first octet behind the empty line is; the length of the message when there is no body.</summary>
    public long BodyAt { get; }

    public IEnumerable<RawField> Named(string name) => Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary><c>null</c> when the header is larger than <see cref="MaxHeader"/>, or has a line that is no field: nobody else would read it as we do.</summary>
    /// <param name="content">Read from its start; left at the body.</param>
    public static HeaderBlock? Read(Stream content)
    {
        content.Position = 0;
        var octets = new byte[(int)Math.Min(content.Length, MaxHeader)];
        content.ReadExactly(octets);
        var isAll = octets.Length == content.Length;
        var (header, bodyAt) = octets.AsSpan().IndexOf("\r\n\r\n"u8) switch
        {
            < 0 when isAll => (octets.AsMemory(), content.Length),
            < 0 => (default, -1),
            var end => (octets.AsMemory(0, end + 2), (long)(end + 4)),
        };
        var fields = bodyAt < 0 ? null : Split(header);
        content.Position = Math.Max(bodyAt, 0);
        return fields is null ? null : new HeaderBlock(fields, bodyAt);
    }

    private static List<RawField>? Split(ReadOnlyMemory<byte> header)
    {
        var fields = new List<RawField>();
        while (!header.IsEmpty)
        {
            var end = FieldEnd(header.Span);
            if (RawField.Read(header[..end]) is not { } field)
            {
                return null;
            }

            fields.Add(field);
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
