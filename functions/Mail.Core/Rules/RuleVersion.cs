namespace Mail.Core;

/// <summary>One state that a rule has had: a row of table <c>RuleVersions</c>.</summary>
/// <param name="Rule">As the change left it; of a removal what was removed.</param>
/// <param name="At">When the change was made, or for <see cref="RuleChange.ByHand"/> when the row was written.</param>
public sealed record RuleVersion(Rule Rule, RuleChange Change, DateTimeOffset At);
