using System.Text;

namespace Mail.Processing;

/// <summary>Lines of a message's octets.</summary>
internal static class HeaderLines
{
    /// <summary>Takes the next line off <paramref name="rest"/> and gives it without its line end, CRLF or LF.</summary>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return line is [.. var text, (byte)'\r'] ? text : line;
    }

    /// <param name="name">In lower case.</param>
    public static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name);
}
