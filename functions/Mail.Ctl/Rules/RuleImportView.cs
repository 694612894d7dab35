using Mail.Core;
using Mail.Sieve.Procmail;

namespace Mail.Ctl;

/// <param name="IsStored">False for a dry run.</param>
/// <param name="Converted">Findings of that outcome; likewise the next three.</param>
/// <param name="Rules">In the order in which they run.</param>
/// <param name="Findings">By file, then by line.</param>
internal sealed record RuleImportView(
    bool IsStored,
    int Converted,
    int Approximated,
    int NotConverted,
    int NotNeeded,
    IReadOnlyList<RuleView> Rules,
    IReadOnlyList<ImportFindingView> Findings)
{
    public static RuleImportView From(ImportedRules imported, IEnumerable<Rule> rules, bool isStored) => new(
        isStored,
        imported.Count(ImportOutcome.Converted),
        imported.Count(ImportOutcome.Approximated),
        imported.Count(ImportOutcome.NotConverted),
        imported.Count(ImportOutcome.NotNeeded),
        [.. rules.Select(RuleView.From)],
        [.. imported.Findings.Select(ImportFindingView.From)]);
}
