using Mail.Core;

namespace Mail.Ctl;

/// <param name="Scope"><c>site</c>, <c>domain:example.test</c> or <c>account:</c> and the account's id.</param>
/// <param name="Phase"><c>before</c>, <c>after</c> or <c>incoming</c>.</param>
/// <param name="Test">Of a row; <c>null</c> when there is a script.</param>
/// <param name="Actions">As <paramref name="Test"/>.</param>
/// <param name="Script">A whole script; <c>null</c> for a row.</param>
/// <param name="Version">A hash of what the rule does.</param>
/// <param name="Problem">Why it is not in force; <c>null</c> when nothing was found.</param>
internal sealed record RuleView(
    string Scope,
    string Name,
    int Order,
    string Phase,
    string? Test,
    string? Actions,
    string? Script,
    bool Enabled,
    string? Comment,
    string Version,
    string? Problem)
{
    public static RuleView From(Rule rule) => new(
        rule.Scope.ToString(),
        rule.Name,
        rule.Order,
        PhaseName(rule.Phase),
        rule.Script is null ? rule.Test : null,
        rule.Script is null ? rule.Actions : null,
        rule.Script,
        rule.Enabled,
        rule.Comment,
        rule.Version,
        rule.Problem);

    public static string PhaseName(RulePhase phase) => phase.ToString().ToLowerInvariant();
}
