namespace Mail.Ctl;

/// <param name="Scope"><c>site</c>, <c>domain:example.test</c> or <c>account:</c> and the account's id.</param>
/// <param name="Rules">How many there are, those that are disabled included.</param>
/// <param name="Script">With <c>require</c> for what it uses.</param>
internal sealed record RuleExportView(string Scope, int Rules, string Script);
