using Mail.Core;

namespace Mail.Ctl;

/// <param name="Kind"><c>client</c>, <c>client-name</c>, <c>helo</c>, <c>sender</c> or <c>recipient</c>.</param>
/// <param name="Action">In capitals, as in the table.</param>
internal sealed record AccessRuleView(
    string Kind, string Pattern, string Action, string Text, bool Enabled, DateTimeOffset? Expires, string? Comment)
{
    public static AccessRuleView From(AccessRule rule) => new(
        AccessKinds.Name(rule.Pattern.Kind),
        rule.Pattern.ToString(),
        ActionName(rule.Action),
        rule.Text,
        rule.Enabled,
        rule.Expires,
        rule.Comment);

    public static string ActionName(AccessAction action) => action.ToString().ToUpperInvariant();

    public override string ToString() => $"{Kind} {Pattern} {Action}{(Text.Length == 0 ? "" : " " + Text)}";
}
