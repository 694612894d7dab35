using Mail.Core;

namespace Mail.Ctl;

/// <param name="Source"><c>reply</c>, <c>bounce</c> or <c>operator</c>.</param>
internal sealed record SuppressionView(
    string Address, string Reason, string? Status, DateTimeOffset Since, DateTimeOffset? Expires, string Source)
{
    public static SuppressionView From(Suppression entry) => new(
        entry.Address.ToString(), entry.Reason, entry.Status, entry.Since, entry.Expires, SettingText.Choice(entry.Source));

    public void Write(TextAnswer text) => text.Fields(
        ("Address", Address),
        ("Reason", Reason),
        ("Status", Status),
        ("Since", Moment.Format(Since)),
        ("Expires", Moment.Format(Expires) ?? "never"),
        ("Source", Source));
}
