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

    private MigrationItem Item(int line, string source)
    {
        var text = SafeText.Line(source.Trim());
        return new MigrationItem(file, line, text.Length > MaxSource ? text[..MaxSource] + "…" : text);
    }
}
