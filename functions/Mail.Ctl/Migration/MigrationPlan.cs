namespace Mail.Ctl;

/// <summary>Everything that a file becomes here, and everything that it does not, in the order of its lines.</summary>
internal sealed class MigrationPlan(string file)
{
    /// <summary>A longer one is cut: the line can be looked up.</summary>
    private const int MaxSource = 120;

    private readonly List<MigrationItem> _items = [];

    public IReadOnlyList<MigrationItem> Items => _items;

    public void Make(int line, string source, MigrationTarget target, string? remark = null) =>
        _items.Add(Item(line, source) with { Target = target, Remark = remark });

    /// <param name="reason">Why, and what can be done instead.</param>
    public void NotConverted(int line, string source, string reason) =>
        _items.Add(Item(line, source) with { Outcome = MigrationOutcome.NotConverted, Remark = reason });

    public void NotNeeded(int line, string source, string reason) =>
        _items.Add(Item(line, source) with { Outcome = MigrationOutcome.NotNeeded, Remark = reason });

    /// <summary>The entries of a text that postmap reads; notes the lines that are none.</summary>
    public IReadOnlyList<MapEntry> Entries(string text)
    {
        var entries = new List<MapEntry>();
        foreach (var line in LogicalLine.Read(text))
        {
            if (ForeignLine.Reason(line.Text, out var source) is { } reason)
            {
                NotConverted(line.Number, source, reason);
            }
            else
            {
                entries.Add(MapEntry.Split(line));
            }
        }

        return entries;
    }

    private MigrationItem Item(int line, string source)
    {
        var text = SafeText.Line(source.Trim());
        return new MigrationItem(file, line, text.Length > MaxSource ? text[..MaxSource] + "…" : text);
    }
}
