using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mail.Sieve.Matching;

/// <summary>Rewrites one extended regular expression of POSIX in the syntax of .NET.</summary>
internal sealed class PosixRegexTranslator(string posix)
{
    /// <summary>RE_DUP_MAX, the most that POSIX promises for <c>{n}</c>.</summary>
    private const int MaxRepeat = 255;

    /// <summary>Groups within groups. The parser of .NET is recursive.</summary>
    private const int MaxNesting = 100;

    private readonly StringBuilder _pattern = new(posix.Length + 16);
    private int _at;
    private int _nesting;

    /// <summary>Something stands before that can be repeated.</summary>
    private bool _hasAtom;

    public bool TryTranslate(out string pattern, [NotNullWhen(false)] out string? error)
    {
        error = null;
        while (error is null && _at < posix.Length)
        {
            error = TranslateNext(posix[_at++]);
        }

        error ??= _nesting > 0 ? "expected ')' in the regular expression" : null;
        pattern = _pattern.ToString();
        return error is null;
    }

    private string? TranslateNext(char c)
    {
        switch (c)
        {
            case '\\':
                return TranslateEscape();
            case '[':
                return TranslateBracket();
            case '(':
                _pattern.Append(c);
                _hasAtom = false;
                return ++_nesting > MaxNesting ? $"expected at most {MaxNesting} groups within each other in the regular expression" : null;
            case ')' when _nesting == 0:
                return "expected '(' before ')' in the regular expression";
            case ')':
                _nesting--;
                return Atom(")");
            case '*' or '+' or '?':
                return TranslateRepeat(c.ToString());
            case '{':
                return TranslateInterval();
            case '|' or '^':
                _pattern.Append(c);
                _hasAtom = false;
                return null;
            case '$':
                // $ of .NET also stands before a line end at the end.
                _pattern.Append(@"\z");
                _hasAtom = false;
                return null;
            case '.':
                // POSIX: any character, line ends included.
                return Atom(@"[\s\S]");
            default:
                return Atom(Literal(c));
        }
    }

    private string? Atom(string text)
    {
        _pattern.Append(text);
        _hasAtom = true;
        return null;
    }

    private static string Literal(char c) => char.IsAsciiLetterOrDigit(c) || c >= '\x80' ? c.ToString() : $@"\x{(int)c:x2}";

    private string? TranslateRepeat(string repeat)
    {
        if (!_hasAtom)
        {
            return $"expected something to repeat before '{repeat}' in the regular expression";
        }

        // POSIX leaves open what a second repetition means; in .NET it would make the first one lazy.
        _pattern.Append(repeat);
        return _at < posix.Length && posix[_at] is '*' or '+' or '?' or '{'
            ? $"expected no '{posix[_at]}' after '{repeat}' in the regular expression"
            : null;
    }

    private string? TranslateInterval()
    {
        var end = posix.IndexOf('}', _at);
        var bounds = end < 0 ? [] : posix[_at..end].Split(',');
        if (bounds.Length is 0 or > 2 || !TryBound(bounds[0], out var least) || (bounds is [_, { Length: > 0 } top] && !(TryBound(top, out var most) && most >= least)))
        {
            return $"expected {{n}}, {{n,}} or {{n,m}} with numbers up to {MaxRepeat} in the regular expression";
        }

        var interval = posix[(_at - 1)..(end + 1)];
        _at = end + 1;
        return TranslateRepeat(interval);
    }

    private static bool TryBound(string text, out int bound) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bound) && bound <= MaxRepeat;

    private string? TranslateEscape()
    {
        if (_at >= posix.Length)
        {
            return "expected a character after '\\' at the end of the regular expression";
        }

        var c = posix[_at++];
        switch (c)
        {
            // What the C library of GNU adds, and scripts use.
            case 'w' or 'W' or 's' or 'S':
                return Atom($@"\{c}");
            case 'b' or 'B':
                return Anchor($@"\{c}");
            case '<' or '>':
                return Anchor(@"\b");
            case '`':
                return Anchor(@"\A");
            case '\'':
                return Anchor(@"\z");
            case >= '1' and <= '9':
                return "a regular expression cannot refer back to a group";
            default:
                return Atom(Literal(c));
        }
    }

    private string? Anchor(string text)
    {
        _pattern.Append(text);
        _hasAtom = false;
        return null;
    }

    private string? TranslateBracket()
    {
        if (!PosixBracket.TryTranslate(posix, ref _at, out var set))
        {
            return "expected a list of characters such as [a-z] or [[:alpha:]] in the regular expression";
        }

        return Atom(set);
    }
}
