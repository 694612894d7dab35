using Mail.Core;

namespace Mail.Ctl;

/// <param name="Change"><c>added</c>, <c>replaced</c>, <c>enabled</c>, <c>disabled</c>, <c>rolled-back</c>, <c>removed</c> or <c>by-hand</c>.</param>
/// <param name="Rule">As the change left it; of a removal what was removed.</param>
internal sealed record RuleVersionView(DateTimeOffset At, string Change, string Version, RuleView Rule)
{
    public static RuleVersionView From(RuleVersion version) =>
        new(version.At, ChangeName(version.Change), version.Rule.Version, RuleView.From(version.Rule));

    private static string ChangeName(RuleChange change) => change switch
    {
        RuleChange.RolledBack => "rolled-back",
        RuleChange.ByHand => "by-hand",
        _ => change.ToString().ToLowerInvariant(),
    };
}
