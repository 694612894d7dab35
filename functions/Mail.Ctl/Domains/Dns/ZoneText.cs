using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>The content of records as it stands in zone files (RFC 1035 §5).</summary>
internal static class ZoneText
{
    // RFC 1035 §3.3: a character-string has at most 255 octets; the text of a longer record is several.
    private const int MaxString = 255;

    /// <param name="text">ASCII.</param>
    public static string Quote(string text) => string.Join(' ', text.Chunk(MaxString).Select(part => $"\"{Escape(new string(part))}\""));

    /// <summary>A host name with its final dot, without which a zone file would put the zone behind it.</summary>
    public static string Host(string name) => name + ".";

    public static string Of(DnsRecord record) => record switch
    {
        DnsRecord.Address address => address.Value.ToString(),
        DnsRecord.MailExchange mx => string.Create(CultureInfo.InvariantCulture, $"{mx.Preference} {Host(mx.Host)}"),
        DnsRecord.Service srv => string.Create(CultureInfo.InvariantCulture, $"{srv.Priority} {srv.Weight} {srv.Port} {Host(srv.Host)}"),
        DnsRecord.Name name => Host(name.Host),
        DnsRecord.Text text => Quote(text.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(record)),
    };

    // RFC 1035 §5.1.
    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
