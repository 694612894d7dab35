using System.Text;

namespace Mail.Sieve.Procmail;

/// <summary>The characters of a procmailrc, and where its lines begin.</summary>
internal sealed class RcReader(string text)
{
    private int _counted;
    private int _line = 1;

    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    /// <summary>NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : text[Position];

    /// <summary>Of the current character; asked for in the order of the text.</summary>
    public int Line
    {
        get
        {
            _line += text.AsSpan(_counted, Position - _counted).Count('\n');
            _counted = Position;
            return _line;
        }
    }

    /// <summary>The whole of the line that the current character is on, without the blanks around it.</summary>
    public string Source
    {
        get
        {
            var start = Position == 0 ? 0 : text.LastIndexOf('\n', Position - 1) + 1;
            var end = text.IndexOf('\n', Position);
            return text[start..(end < 0 ? text.Length : end)].Trim();
        }
    }

    public void Next() => Position++;

    public char Peek(int ahead) => Position + ahead < text.Length ? text[Position + ahead] : '\0';

    public bool TrySkip(string token)
    {
        if (!text.AsSpan(Math.Min(Position, text.Length)).StartsWith(token, StringComparison.Ordinal))
        {
            return false;
        }

        Position += token.Length;
        return true;
    }

    public string TakeWhile(Func<char, bool> condition)
    {
        var start = Position;
        while (!AtEnd && condition(Current))
        {
            Position++;
        }

        return text[start..Position];
    }

    /// <summary>Behind a delimiter: to its next occurrence without a backslash before it, and over it. <c>null</c> when there is none.</summary>
    public string? Delimited(char delimiter)
    {
        var start = Position;
        while (!AtEnd && Current != delimiter)
        {
            Position += Current == '\\' ? 2 : 1;
        }

        if (AtEnd)
        {
            Position = text.Length;
            return null;
        }

        return text[start..Position++];
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>To the next statement: over blanks, ends of lines, and comments.</summary>
    public void SkipSpace()
    {
        while (!AtEnd && (char.IsWhiteSpace(Current) || Current == '#' || IsContinuation()))
        {
            if (Current == '#')
            {
                RestOfLine();
            }
            else
            {
                Position++;
            }
        }
    }

    /// <summary>To the end of the line and over it. A backslash at the end joins the next line, whose indentation goes with it.</summary>
    public string LogicalLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            var part = RestOfLine();
            if (!part.EndsWith('\\') || AtEnd)
            {
                return line.Append(part).ToString().Trim();
            }

            line.Append(part, 0, part.Length - 1);
            SkipBlanks();
        }
    }

    /// <summary>A value as the shell reads it: to a blank that is not quoted. The quotes stay.</summary>
    public string Word()
    {
        var start = Position;
        var quote = '\0';
        while (!AtEnd && (quote != '\0' || !char.IsWhiteSpace(Current)))
        {
            if (Current == '\\' && quote != '\'')
            {
                Position++;
            }
            else if (quote == Current)
            {
                quote = '\0';
            }
            else if (quote == '\0' && Current is '"' or '\'' or '`')
            {
                quote = Current;
            }

            Position++;
        }

        Position = Math.Min(Position, text.Length);
        return text[start..Position];
    }

    /// <summary>A name of a variable; empty when none stands here.</summary>
    public string Name()
    {
        var start = Position;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
        {
            Position++;
        }

        return text[start..Position];
    }

    private string RestOfLine()
    {
        var end = text.IndexOf('\n', Position);
        var line = end < 0 ? text[Position..] : text[Position..end];
        Position = end < 0 ? text.Length : end + 1;
        return line;
    }

    private bool IsContinuation() => Current == '\\' && Position + 1 < text.Length && text[Position + 1] == '\n';
}
