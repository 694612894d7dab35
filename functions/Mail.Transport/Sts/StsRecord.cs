using System.Diagnostics.CodeAnalysis;
using Mail.Core;

namespace Mail.Transport;

/// <summary>The record by which a domain announces its policy: TXT at <c>_mta-sts.</c> before its name (RFC 8461 §3.1).</summary>
internal static class StsRecord
{
    public const string Label = "_mta-sts.";

    // Real ones have two fields.
    private const int MaxFields = 100;

    /// <summary>Reads the id.</summary>
    /// <returns>False when there is no such record, more than one, or one that is spoiled: then no policy is announced.</returns>
    public static bool TryReadId(IEnumerable<DnsRecord> records, [NotNullWhen(true)] out string? id)
    {
        // What does not begin so is not ours; of the rest there has to be one (RFC 8461 §3.1).
        var texts = records.OfType<DnsRecord.Text>().Select(text => text.Value).Where(IsSts).Take(2).ToList();
        id = texts is [var text] ? IdOf(text) : null;
        return id is not null;
    }

    private static bool IsSts(string text) =>
        text.StartsWith("v=STSv1", StringComparison.Ordinal) && text.AsSpan(7).TrimStart([' ', '\t']) is [';', ..];

    private static string? IdOf(string text)
    {
        var ids = text.Split(';', MaxFields)
            .Select(field => field.Trim(' ', '\t'))
            .Where(field => field.StartsWith("id=", StringComparison.Ordinal))
            .Select(field => field[3..]);
        return ids.FirstOrDefault() is { Length: > 0 and <= 32 } id && id.All(char.IsAsciiLetterOrDigit) ? id : null;
    }
}
