using Mail.Core;

namespace Mail.Transport;

/// <summary>The record by which a domain asks for reports: TXT at <c>_smtp._tls.</c> before its name (RFC 8460 §3).</summary>
internal static class TlsRptRecord
{
    public const string Label = "_smtp._tls.";

    /// <summary>A domain names one or two; each costs us a message a day.</summary>
    public const int MaxTargets = 4;

    // Real ones have two fields.
    private const int MaxFields = 20;

    /// <returns>Where reports are to be sent, <c>mailto:</c> or <c>https:</c>; empty when none are wanted.</returns>
    public static IReadOnlyList<Uri> Targets(IEnumerable<DnsRecord> records)
    {
        // RFC 8460 §3: other records do not count, and of ours there has to be one.
        var texts = records.OfType<DnsRecord.Text>().Select(text => text.Value).Where(IsOurs).Take(2).ToList();
        return texts is [var text] ? TargetsOf(text) : [];
    }

    /// <summary>The address of a <c>mailto:</c>; <c>null</c> when it is none.</summary>
    public static MailAddress? AddressOf(Uri target) =>
        target.Scheme == Uri.UriSchemeMailto
        // What follows a question mark are header fields (RFC 6068 §2), which are nobody's to choose here.
        && MailAddressParser.TryParse(Uri.UnescapeDataString(target.OriginalString["mailto:".Length..].Split('?')[0]), out var address, out _)
            ? address
            : null;

    private static bool IsOurs(string text) =>
        text.StartsWith("v=TLSRPTv1", StringComparison.Ordinal) && text.AsSpan("v=TLSRPTv1".Length).TrimStart([' ', '\t']) is [';', ..];

    private static List<Uri> TargetsOf(string text)
    {
        var rua = text.Split(';', MaxFields).Select(field => field.Trim(' ', '\t')).FirstOrDefault(field => field.StartsWith("rua=", StringComparison.Ordinal));
        return [.. (rua?[4..] ?? "").Split(',', MaxFields).Select(Read).OfType<Uri>().Distinct().Take(MaxTargets)];
    }

    private static Uri? Read(string text) =>
        text.Length < 1000 && Uri.TryCreate(text.Trim(' ', '\t'), UriKind.Absolute, out var target) && (target.Scheme == Uri.UriSchemeHttps || AddressOf(target) is not null)
            ? target
            : null;
}
