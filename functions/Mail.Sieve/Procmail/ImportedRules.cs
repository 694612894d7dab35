namespace Mail.Sieve.Procmail;

/// <param name="Rules">In the order in which they run.</param>
/// <param name="Findings">By file, then by line.</param>
public sealed record ImportedRules(IReadOnlyList<ImportedRule> Rules, IReadOnlyList<ImportFinding> Findings)
{
    public int Count(ImportOutcome outcome) => Findings.Count(finding => finding.Outcome == outcome);
}
