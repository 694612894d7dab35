namespace Mail.Ctl;

/// <param name="Added">The rules that were added, or replaced one; empty when the message passes already.</param>
internal sealed record AccessAllowView(IReadOnlyList<AccessRuleView> Added);
