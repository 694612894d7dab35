using System.Text;

namespace Mail.Core;

/// <summary>One header field, octet for octet.</summary>
/// <param name="Name">As written; empty for what is no field.</param>
/// <param name="Octets">The whole field with its last CRLF.</param>
public sealed record RawField(string Name, ReadOnlyMemory<byte> Octets)
{
    /// <summary>Behind the colon, without the last CRLF; folded as it came.</summary>
    public ReadOnlyMemory<byte> Value
    {
        get
        {
            var value = Octets[(Octets.Span.IndexOf((byte)':') + 1)..];
            return value.Span.EndsWith("\r\n"u8) ? value[..^2] : value;
        }
    }

    /// <summary>The value as text, unfolded; octets that are not UTF-8 come as U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Value.Span).Replace("\r\n", "", StringComparison.Ordinal).Trim();

    /// <summary><c>null</c> when the octets are no field: RFC 5322 §2.2, a name of printable ASCII and a colon.</summary>
    public static RawField? Read(ReadOnlyMemory<byte> octets)
    {
        var colon = octets.Span.IndexOf((byte)':');
        // White space before the colon: RFC 5322 §4.5.8.
        var name = colon > 0 ? octets.Span[..colon].TrimEnd(" \t"u8) : [];
        return name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? null : new RawField(Encoding.ASCII.GetString(name), octets);
    }
}
