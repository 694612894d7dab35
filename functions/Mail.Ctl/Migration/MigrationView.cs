using System.Globalization;

namespace Mail.Ctl;

/// <param name="IsStored">False for a dry run.</param>
/// <param name="Made">Findings of that outcome; likewise the next four.</param>
/// <param name="Findings">By line.</param>
internal sealed record MigrationView(
    bool IsStored, int Made, int AlreadyThere, int Different, int NotConverted, int NotNeeded, IReadOnlyList<MigrationFindingView> Findings)
{
    public static MigrationView From(IReadOnlyList<MigrationItem> items, bool isStored)
    {
        int Count(MigrationOutcome outcome) => items.Count(item => item.Outcome == outcome);
        return new(
            isStored,
            Count(MigrationOutcome.Made),
            Count(MigrationOutcome.AlreadyThere),
            Count(MigrationOutcome.Different),
            Count(MigrationOutcome.NotConverted),
            Count(MigrationOutcome.NotNeeded),
            [.. items.OrderBy(item => item.Line).Select(MigrationFindingView.From)]);
    }

    /// <summary>What was made is shown before it is made, and what needs somebody's attention always.</summary>
    public void Write(TextAnswer text)
    {
        foreach (var finding in Findings.Where(finding => !IsStored || finding.Remark is not null))
        {
            text.Line($"{finding.File}:{finding.Line.ToString(CultureInfo.InvariantCulture)}: {finding.Outcome}: {finding.Becomes ?? finding.Source}");
            if (finding.Remark is { } remark)
            {
                text.Line("    " + remark);
            }
        }

        text.Line($"{Made} made, {AlreadyThere} already there, {Different} different, {NotConverted} not converted, {NotNeeded} not needed here.");
        if (!IsStored)
        {
            text.Line("This was a dry run: nothing is stored.");
        }
    }
}
