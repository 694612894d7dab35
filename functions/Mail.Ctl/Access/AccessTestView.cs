namespace Mail.Ctl;

/// <summary>What the rules say to one message.</summary>
/// <param name="Outcome"><c>reject</c>, <c>defer</c>, <c>discard</c>, or <c>pass</c>: the rules let it go on.</param>
/// <param name="Exempt">Checks of the client and greylisting do not apply.</param>
/// <param name="Rules">The rule that decided each stage, in order.</param>
internal sealed record AccessTestView(
    string Outcome, bool Exempt, bool Held, IReadOnlyList<string> Tags, IReadOnlyList<AccessRuleView> Rules);
