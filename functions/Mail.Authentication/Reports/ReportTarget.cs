using System.Globalization;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>Where a domain wants its reports (RFC 7489 §6.2): one of the addresses of <c>rua</c>.</summary>
/// <param name="MaxOctets">The largest report that is taken there; <c>null</c> for any.</param>
public sealed record ReportTarget(MailAddress Address, long? MaxOctets)
{
    private const string Scheme = "mailto:";

    /// <summary>An address with its escapes has at most some 1,000 characters.</summary>
    private const int MaxUri = 1024;

    /// <summary>Reads <c>mailto:reports@example.test!10m</c>; <c>null</c> for anything else: reports go by mail only.</summary>
    public static ReportTarget? Read(string text)
    {
        if (text.Length > MaxUri || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // §6.2: a "!" or a "," in the address itself is escaped.
        var mark = text.IndexOf('!', StringComparison.Ordinal);
        long? limit = null;
        if (mark >= 0 && (limit = ReadSize(text[(mark + 1)..])) is null)
        {
            return null;
        }

        // What follows a question mark are header fields (RFC 6068 §2), which are nobody's to choose here.
        var address = Uri.UnescapeDataString((mark < 0 ? text : text[..mark])[Scheme.Length..].Split('?')[0]);
        return MailAddressParser.TryParse(address, out var read, out _) ? new ReportTarget(read, limit) : null;
    }

    // §6.2: units are powers of two.
    private static long? ReadSize(string text)
    {
        var shift = text.ToLowerInvariant() switch
        {
            [.., 'k'] => 10,
            [.., 'm'] => 20,
            [.., 'g'] => 30,
            [.., 't'] => 40,
            _ => 0,
        };
        var digits = shift == 0 ? text : text[..^1];
        // Nine digits of terabytes still are a number.
        return digits.Length < 8 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number << shift : null;
    }
}
