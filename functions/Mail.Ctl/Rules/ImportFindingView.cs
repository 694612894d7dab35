using Mail.Sieve.Procmail;

namespace Mail.Ctl;

/// <param name="Outcome"><c>converted</c>, <c>approximated</c>, <c>not converted</c> or <c>not needed</c>.</param>
/// <param name="Source">The line.</param>
/// <param name="Remark">What differs, or why it was not converted; <c>null</c> when there is nothing to say.</param>
internal sealed record ImportFindingView(string File, int Line, string Outcome, string Source, string? Remark)
{
    public static ImportFindingView From(ImportFinding finding) => new(
        finding.File,
        finding.Line,
        finding.Outcome switch
        {
            ImportOutcome.Converted => "converted",
            ImportOutcome.Approximated => "approximated",
            ImportOutcome.NotConverted => "not converted",
            _ => "not needed",
        },
        finding.Source,
        finding.Remark);
}
