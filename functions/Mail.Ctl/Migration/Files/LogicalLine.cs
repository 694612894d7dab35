using System.Text;

namespace Mail.Ctl;

/// <summary>A line of a Postfix file with its continuations: what begins with white space continues the line before it (postconf(5), "File format").</summary>
/// <param name="Number">Of its first line, from 1.</param>
/// <param name="Text">Without white space around it.</param>
internal readonly record struct LogicalLine(int Number, string Text)
{
    /// <summary>Leaves out empty lines and comments, which do not end a logical line either.</summary>
    public static IEnumerable<LogicalLine> Read(string text)
    {
        var current = new StringBuilder();
        var (number, start) = (0, 0);
        foreach (var line in text.AsMemory().Lines())
        {
            number++;
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || trimmed.Span[0] == '#')
            {
                continue;
            }

            if (!char.IsWhiteSpace(line.Span[0]) && current.Length > 0)
            {
                yield return new LogicalLine(start, current.ToString());
                current.Clear();
            }

            start = current.Length == 0 ? number : start;
            current.Append(current.Length == 0 ? "" : " ").Append(trimmed);
        }

        if (current.Length > 0)
        {
            yield return new LogicalLine(start, current.ToString());
        }
    }
}
