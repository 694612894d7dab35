namespace Mail.Ctl;

/// <summary>An entry of a text that postmap reads.</summary>
/// <param name="Key">In lower case, as postmap folds it.</param>
/// <param name="Value">Empty when there is none, which is an error.</param>
internal readonly record struct MapEntry(int Line, string Text, string Key, string Value)
{
    public static MapEntry Split(LogicalLine line)
    {
        var end = line.Text.AsSpan().IndexOfAny(' ', '\t');
        return end < 0
            ? new MapEntry(line.Number, line.Text, line.Text.ToLowerInvariant(), "")
            : new MapEntry(line.Number, line.Text, line.Text[..end].ToLowerInvariant(), line.Text[(end + 1)..].Trim());
    }
}
