using System.Text;

namespace Mail.Sieve;

/// <summary>Strings (RFC 5228 §2.4.2). Line ends within them become CRLF, however the script was saved.</summary>
internal sealed partial class ScriptLexer
{
    private Token ReadQuoted(ScriptPosition start)
    {
        var value = new StringBuilder();
        _at++;
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == '"')
            {
                return new Token(TokenKind.String, start, value.ToString());
            }

            // RFC 5228 §2.4.2: an undefined escape is as if there were no backslash.
            if (c == '\\' && _at < text.Length)
            {
                c = text[_at++];
            }

            Append(value, c);
        }

        problems.Add(start, "expected \" at the end of the string that begins here");
        return new Token(TokenKind.End, start);
    }

    private Token ReadMultiLine(ScriptPosition start)
    {
        while (Current is ' ' or '\t')
        {
            _at++;
        }

        if (Current == '#')
        {
            SkipHashComment();
        }

        if (Current == '\r' && Next == '\n')
        {
            _at++;
        }

        if (Current != '\n')
        {
            problems.Add(Here, "expected the end of the line after text:");
            return new Token(TokenKind.Invalid, start);
        }

        _at++;
        NewLine();
        return ReadMultiLineBody(start);
    }

    private Token ReadMultiLineBody(ScriptPosition start)
    {
        var value = new StringBuilder();
        while (_at < text.Length)
        {
            var end = text.IndexOf('\n', _at);
            var line = text.AsSpan(_at, (end < 0 ? text.Length : end) - _at).TrimEnd('\r');
            if (line is ".")
            {
                // A script may end without a line end after the dot; nothing else can be meant.
                SkipLine(end);
                return new Token(TokenKind.String, start, value.ToString());
            }

            RefuseNul(_at, _at + line.Length);
            // RFC 5228 §2.4.2: only a dot before a dot is stuffed.
            value.Append(line.StartsWith("..") ? line[1..] : line).Append("\r\n");
            SkipLine(end);
        }

        problems.Add(start, "expected a line with only a dot at the end of the text that begins here");
        return new Token(TokenKind.End, start);
    }

    private void SkipLine(int end)
    {
        _at = end < 0 ? text.Length : end + 1;
        if (end >= 0)
        {
            NewLine();
        }
    }

    private void Append(StringBuilder value, char c)
    {
        if (c == '\0')
        {
            problems.Add(Here, "a string cannot have the character NUL but as ${hex:00}");
        }

        if (c == '\n')
        {
            NewLine();
            if (value.Length == 0 || value[^1] != '\r')
            {
                value.Append('\r');
            }
        }

        value.Append(c);
    }
}
