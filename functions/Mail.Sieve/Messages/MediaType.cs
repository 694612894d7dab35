using System.Text;
using MimeKit;

namespace Mail.Sieve;

/// <summary>A content type (RFC 2045 §5), as much of it as tests look at.</summary>
internal sealed class MediaType
{
    /// <summary>RFC 2045 §5.2: of a part that does not say.</summary>
    public static MediaType Plain { get; } = new("text", "plain", null);

    /// <summary>RFC 2046 §5.1.5: of a part of a digest that does not say.</summary>
    public static MediaType Message { get; } = new("message", "rfc822", null);

    /// <summary>Of a part whose field cannot be read: no test for a type finds it.</summary>
    public static MediaType Broken { get; } = new("", "", null);

    private MediaType(string type, string subtype, ContentType? parsed)
    {
        Type = type;
        Subtype = subtype;
        Charset = parsed?.Charset;
        BoundaryOctets = Encoding.UTF8.GetBytes((parsed?.Boundary ?? "").TrimEnd(' ', '\t'));
    }

    public string Type { get; }

    public string Subtype { get; }

    public bool IsMultipart => Is("multipart") && BoundaryOctets.Length > 0;

    /// <summary>RFC 2046 §5.2.1, RFC 6532 §3.7: a whole message.</summary>
    public bool IsMessage => Is("message") && (HasSubtype("rfc822") || HasSubtype("global"));

    /// <summary>Empty when there is none.</summary>
    public byte[] BoundaryOctets { get; }

    public string? Charset { get; }

    /// <summary>Reads the value of a Content-Type field.</summary>
    public static MediaType Parse(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        var essence = (semicolon < 0 ? value : value[..semicolon]).Trim(' ', '\t');
        // RFC 2045 §5.1: one slash between two tokens. RFC 2045 §5.2 leaves open what becomes of the rest; nothing takes it for text here.
        return essence.Split('/') is [{ Length: > 0 } type, { Length: > 0 } subtype]
            ? new MediaType(type.Trim(), subtype.Trim(), ContentType.TryParse(Encoding.UTF8.GetBytes(value), out var parsed) ? parsed : null)
            : Broken;
    }

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    public bool HasSubtype(string subtype) => Subtype.Equals(subtype, StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 5173 §5.2: a type and subtype, a type for all its subtypes, or the empty string for all there are.</summary>
    public bool Matches(string pattern) => pattern.Split('/') switch
    {
        [""] => true,
        [var type] => Is(type),
        ["", _] or [_, ""] => false,
        [var type, var subtype] => Is(type) && HasSubtype(subtype),
        _ => false,
    };
}
