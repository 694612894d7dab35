namespace Mail.Ctl;

/// <param name="Outcome"><c>made</c>, <c>already there</c>, <c>different</c>, <c>not converted</c> or <c>not needed</c>.</param>
/// <param name="Source">What stands in the line, without secrets.</param>
/// <param name="Becomes">What it is here; <c>null</c> for nothing.</param>
/// <param name="Remark">What is not as it was, why nothing was made, or what to do; <c>null</c> when there is nothing to say.</param>
internal sealed record MigrationFindingView(string File, int Line, string Outcome, string Source, string? Becomes, string? Remark)
{
    public static MigrationFindingView From(MigrationItem item) =>
        new(item.File, item.Line, Word(item.Outcome), item.Source, item.Target?.What, item.Remark);

    private static string Word(MigrationOutcome outcome) => outcome switch
    {
        MigrationOutcome.Made => "made",
        MigrationOutcome.AlreadyThere => "already there",
        MigrationOutcome.Different => "different",
        MigrationOutcome.NotConverted => "not converted",
        _ => "not needed",
    };
}
