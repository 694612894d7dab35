namespace Mail.Ctl;

/// <summary>A record that a domain needs, and what the live DNS has.</summary>
/// <param name="State"><c>right</c>, <c>missing</c>, <c>differs</c> or <c>unknown</c>.</param>
/// <param name="Expected">As in a zone file; <c>null</c> when only the operator knows it.</param>
/// <param name="Found">As in a zone file.</param>
/// <param name="Remark">What is wrong, or worth knowing although it is right.</param>
internal sealed record RecordFindingView(string Name, string Type, string State, string? Expected, IReadOnlyList<string> Found, string? Remark)
{
    public static RecordFindingView From(NeededRecord record, RecordFinding finding) =>
        new(record.Name, record.TypeName, Core.SettingText.Choice(finding.State), record.Value, finding.Found, finding.Remark);

    public string[] ToRow() => [State, Type, Name, Detail()];

    private string Detail()
    {
        var parts = State switch
        {
            "right" => [string.Join(" | ", Found), Remark],
            "missing" => [Expected is null ? null : "expected: " + Expected, Remark],
            "differs" => ["found: " + string.Join(" | ", Found), Remark, Expected is null ? null : "expected: " + Expected],
            _ => new[] { Remark },
        };
        return string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}
