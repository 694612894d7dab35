namespace Mail.Sieve;

/// <summary>White space and comments (RFC 5228 §2.2, §2.3).</summary>
internal sealed partial class ScriptLexer
{
    private void SkipBlank()
    {
        while (_at < text.Length)
        {
            switch (Current)
            {
                case ' ' or '\t':
                    _at++;
                    break;
                case '\r' when Next == '\n':
                    _at++;
                    break;
                case '\n':
                    _at++;
                    NewLine();
                    break;
                case '#':
                    SkipHashComment();
                    break;
                case '/' when Next == '*':
                    SkipBracketComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipHashComment()
    {
        var end = text.IndexOf('\n', _at);
        RefuseNul(_at, end < 0 ? text.Length : end);
        _at = end < 0 ? text.Length : end;
    }

    private void SkipBracketComment()
    {
        var start = Here;
        var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            problems.Add(start, "expected */ at the end of the comment that begins here");
            _at = text.Length;
            return;
        }

        RefuseNul(_at, end);
        while (_at < end)
        {
            if (text[_at++] == '\n')
            {
                NewLine();
            }
        }

        _at = end + 2;
    }

    // RFC 5228 §2.1: NUL is never permitted in scripts.
    private void RefuseNul(int from, int to)
    {
        if (text.AsSpan(from, to - from).Contains('\0'))
        {
            problems.Add(Here, "a script cannot have the character NUL");
        }
    }
}
