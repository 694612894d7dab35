using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <param name="Name">A-labels.</param>
/// <param name="DisplayName">As it is read: U-labels (RFC 5890 §2.3.2.1).</param>
/// <param name="Kind"><c>mailbox</c>, <c>alias</c> or <c>relay</c>.</param>
/// <param name="DmarcReject"><c>file</c>, <c>tag</c> or <c>discard</c>; <c>null</c> for what the site does.</param>
/// <param name="DmarcQuarantine">As <paramref name="DmarcReject"/>.</param>
internal sealed record DomainView(
    string Name,
    string DisplayName,
    string Kind,
    bool Enabled,
    string? AliasOf,
    string? Separator,
    string? DmarcReject,
    string? DmarcQuarantine,
    string? Comment)
{
    private static readonly IdnMapping Idn = new();

    public static DomainView From(DomainEntry domain) => new(
        domain.Name,
        Unicode(domain.Name),
        KindName(domain.Kind),
        domain.Enabled,
        domain.AliasOf,
        domain.DetailSeparator?.ToString(),
        domain.DmarcReject?.ToString().ToLowerInvariant(),
        domain.DmarcQuarantine?.ToString().ToLowerInvariant(),
        domain.Comment);

    public static string KindName(DomainKind kind) => kind switch
    {
        DomainKind.Mailbox => "mailbox",
        DomainKind.Alias => "alias",
        DomainKind.Relay => "relay",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>The name as it is read; as it is stored when it holds no valid A-label.</summary>
    public static string Unicode(string domain)
    {
        try
        {
            return Idn.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            // A label that only looks like one, such as xn--a: DNS allows it, IDNA has no other form for it.
            return domain;
        }
    }

    /// <summary>For messages: both forms when they differ.</summary>
    public static string Both(string domain) => Unicode(domain) is var read && read != domain ? $"{read} ({domain})" : domain;

    public void Write(TextAnswer text) => text.Fields(
        ("Domain", Both(Name)),
        ("Kind", Kind),
        ("Enabled", Enabled ? "yes" : "no"),
        ("Alias of", AliasOf is null ? null : Both(AliasOf)),
        ("Separator", Separator ?? "none"),
        ("DMARC reject", DmarcReject),
        ("DMARC quarantine", DmarcQuarantine),
        ("Comment", Comment));
}
