using System.Text;
using Mail.Core;
using MimeKit;

namespace Mail.Transport;

/// <summary>The groups of fields of a delivery status: RFC 3464 §2.1.</summary>
internal static class BounceFields
{
    private const int MaxDiagnostic = 500;

    /// <summary>The status part of a report, also of one that another message carries as its only part.</summary>
    public static MimePart? FindStatus(MimeEntity? body) => body switch
    {
        MimePart part when part.ContentType.IsMimeType("message", "delivery-status") || part.ContentType.IsMimeType("message", "global-delivery-status") => part,
        Multipart parts when parts.ContentType.IsMimeType("multipart", "report") || parts.ContentType.IsMimeType("multipart", "mixed") =>
            parts.Select(FindStatus).FirstOrDefault(found => found is not null),
        _ => null,
    };

    public static BounceReport Read(MimePart status)
    {
        var groups = Groups(status);
        var envId = groups.Count > 0 ? Clean(groups[0].GetValueOrDefault("original-envelope-id")) : null;
        return new BounceReport(
            IsStandard: true,
            string.IsNullOrEmpty(envId) ? null : envId,
            [.. groups.Skip(1).Take(BounceReader.MaxRecipients).Select(Recipient).OfType<BouncedRecipient>()]);
    }

    public static string Clean(string? text) =>
        text is null ? "" : NoticeValue.Clean(text.Length > MaxDiagnostic ? text[..MaxDiagnostic] : text, utf8: true);

    private static BouncedRecipient? Recipient(Dictionary<string, string> fields)
    {
        BounceAction? action = fields.GetValueOrDefault("action")?.Trim().ToLowerInvariant() switch
        {
            "failed" => BounceAction.Failed,
            "delayed" => BounceAction.Delayed,
            "delivered" or "relayed" or "expanded" => BounceAction.Succeeded,
            _ => null,
        };
        if (action is null)
        {
            return null;
        }

        var status = EnhancedStatus.FirstIn(Clean(fields.GetValueOrDefault("status")));
        var diagnostic = Clean(fields.GetValueOrDefault("diagnostic-code"));
        // Many say 5.0.0 where the server's own words are exact.
        var exact = status is null or "5.0.0" or "4.0.0" ? EnhancedStatus.FirstIn(diagnostic) ?? status : status;
        var final = Address(fields.GetValueOrDefault("final-recipient"));
        return new BouncedRecipient(
            Address(fields.GetValueOrDefault("original-recipient")) ?? final,
            action.Value,
            exact,
            action == BounceAction.Failed && Suppression.IsHard(exact),
            diagnostic)
        {
            Final = final,
        };
    }

    /// <summary>Of <c>rfc822; joe@far.test</c>.</summary>
    private static MailAddress? Address(string? value)
    {
        var text = value?[(value.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>') ?? "";
        return MailAddressParser.TryParse(text, out var address, out _) ? address : null;
    }

    private static List<Dictionary<string, string>> Groups(MimePart status)
    {
        using var memory = new MemoryStream();
        status.Content?.DecodeTo(memory);
        var groups = new List<Dictionary<string, string>> { new(StringComparer.OrdinalIgnoreCase) };
        string? last = null;
        foreach (var line in Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.Length == 0)
            {
                last = null;
                if (groups[^1].Count > 0)
                {
                    groups.Add(new(StringComparer.OrdinalIgnoreCase));
                }
            }
            else if (line[0] is ' ' or '\t')
            {
                // At most as long as what is read of it, so that many folds cost no more than one line.
                if (last is not null && groups[^1][last].Length < MaxDiagnostic)
                {
                    groups[^1][last] += " " + line.Trim();
                }
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                last = line[..colon].Trim();
                groups[^1].TryAdd(last, line[(colon + 1)..].Trim());
            }
        }

        return groups;
    }
}
