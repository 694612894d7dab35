namespace Mail.Ctl;

/// <summary>Splits a text at LF, and takes a CR before it away.</summary>
internal static class TextLines
{
    public static IEnumerable<ReadOnlyMemory<char>> Lines(this ReadOnlyMemory<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            yield return line.Span is [.., '\r'] ? line[..^1] : line;
        }
    }
}
