using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Gateway;

/// <summary>
/// The header of a message that a client submits, cut into its fields. Strict: what could be a field to one reader and something else to another is
/// refused, for whoever may send only as himself must not be able to hide a second <c>From:</c>.
/// </summary>
internal sealed class SubmittedHeader
{
    /// <summary>Octets; Exim's header_maxsize is 1 MiB, and Postfix's header_size_limit is 100 KiB for one field. All of it is held in memory.</summary>
    public const int MaxSize = 256 * 1024;

    /// <summary>A message has some 20 fields when it is submitted.</summary>
    public const int MaxFields = 1000;

    private SubmittedHeader(IReadOnlyList<HeaderField> fields) => Fields = fields;

    /// <summary>In their order.</summary>
    public IReadOnlyList<HeaderField> Fields { get; }

    /// <param name="octets">Up to the empty line, without it; lines end in CRLF.</param>
    /// <param name="problem">In words; <c>null</c> on success.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> octets, [NotNullWhen(true)] out SubmittedHeader? header, [NotNullWhen(false)] out string? problem)
    {
        header = null;
        var fields = new List<HeaderField>();
        problem = octets.Span.Contains((byte)0) ? "a NUL" : null;
        while (problem is null && !octets.IsEmpty)
        {
            var length = FieldLength(octets.Span);
            if (fields.Count == MaxFields)
            {
                problem = "too many fields";
            }
            else if (TryParseField(octets[..length], out var field))
            {
                fields.Add(field);
                octets = octets[length..];
            }
            else
            {
                problem = "a line that is no field";
            }
        }

        header = problem is null ? new SubmittedHeader(fields) : null;
        return header is not null;
    }

    /// <param name="name">Lower case.</param>
    public IEnumerable<HeaderField> Named(string name) => Fields.Where(field => field.Name == name);

    // Up to the first line end that no space or tab follows (RFC 5322 §2.2.3).
    private static int FieldLength(ReadOnlySpan<byte> octets)
    {
        for (var at = 0; ;)
        {
            var end = octets[at..].IndexOf("\r\n"u8);
            if (end < 0)
            {
                return octets.Length;
            }

            at += end + 2;
            if (at == octets.Length || octets[at] is not ((byte)' ' or (byte)'\t'))
            {
                return at;
            }
        }
    }

    private static bool TryParseField(ReadOnlyMemory<byte> octets, out HeaderField field)
    {
        field = default;
        var span = octets.Span;
        var colon = span.IndexOf((byte)':');
        // RFC 5322 §2.2: ftext is %d33-57 / %d59-126.
        var name = colon < 0 ? default : span[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)33, (byte)126))
        {
            return false;
        }

        var value = octets[(colon + 1)..];
        value = value.Span.EndsWith("\r\n"u8) ? value[..^2] : value;
        field = new HeaderField(Encoding.ASCII.GetString(name).ToLowerInvariant(), octets, value);
        return true;
    }
}
