using System.Globalization;

namespace Mail.Sieve;

/// <summary>Cuts a script into tokens (RFC 5228 §8.1). A bare LF is taken for the line end that the RFC wants to be CRLF: rows are typed on any system.</summary>
internal sealed partial class ScriptLexer(string text, ProblemList problems)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private ScriptPosition Here => new(_line, _at - _lineStart + 1);

    private char Current => _at < text.Length ? text[_at] : '\0';

    private char Next => _at + 1 < text.Length ? text[_at + 1] : '\0';

    public Token Read()
    {
        SkipBlank();
        var start = Here;
        if (_at >= text.Length)
        {
            return new Token(TokenKind.End, start);
        }

        var c = Current;
        return c switch
        {
            '"' => ReadQuoted(start),
            ':' when IsNameStart(Next) => ReadTag(start),
            _ when char.IsAsciiDigit(c) => ReadNumber(start),
            _ when IsNameStart(c) => ReadIdentifier(start),
            _ => ReadPunctuation(start),
        };
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private Token ReadPunctuation(ScriptPosition start)
    {
        var kind = Current switch
        {
            ';' => TokenKind.Semicolon,
            ',' => TokenKind.Comma,
            '{' => TokenKind.OpenBrace,
            '}' => TokenKind.CloseBrace,
            '(' => TokenKind.OpenParenthesis,
            ')' => TokenKind.CloseParenthesis,
            '[' => TokenKind.OpenBracket,
            ']' => TokenKind.CloseBracket,
            _ => TokenKind.Invalid,
        };
        if (kind == TokenKind.Invalid)
        {
            problems.Add(start, $"expected a command, an argument or punctuation, but found {Show(Current)}");
            SkipInvalid();
        }

        _at++;
        return new Token(kind, start);
    }

    // More of the same is no other problem.
    private void SkipInvalid()
    {
        while (Next > ' ' && !char.IsAsciiLetterOrDigit(Next) && !";,{}()[]\":#/_".Contains(Next, StringComparison.Ordinal))
        {
            _at++;
        }
    }

    private Token ReadIdentifier(ScriptPosition start)
    {
        var name = ReadName();
        // RFC 5228 §8.1 multi-line: "text:" is one token.
        if (name == "text" && Current == ':')
        {
            _at++;
            return ReadMultiLine(start);
        }

        return new Token(TokenKind.Identifier, start, name);
    }

    private Token ReadTag(ScriptPosition start)
    {
        _at++;
        return new Token(TokenKind.Tag, start, ReadName());
    }

    // RFC 5228 §2.1: tokens other than strings are case-insensitive.
    private string ReadName()
    {
        var start = _at;
        while (IsName(Current))
        {
            _at++;
        }

        return text[start.._at].ToLowerInvariant();
    }

    private Token ReadNumber(ScriptPosition start)
    {
        var digits = _at;
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }

        var isNumber = ulong.TryParse(text.AsSpan(digits, _at - digits), NumberStyles.None, null, out var value);
        // RFC 5228 §8.1 QUANTIFIER
        var shift = char.ToUpperInvariant(Current) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        if (shift > 0)
        {
            _at++;
        }

        if (IsName(Current))
        {
            problems.Add(Here, $"expected K, M, G or a space after a number, but found {Show(Current)}");
            ReadName();
            return new Token(TokenKind.Number, start);
        }

        if (!isNumber || value > ulong.MaxValue >> shift)
        {
            problems.Add(start, $"expected a number of at most {ulong.MaxValue}");
            return new Token(TokenKind.Number, start);
        }

        // RFC 5228 §2.4.1 asks for numbers up to 2^31 - 1. Nothing that is counted here reaches 2^63.
        return new Token(TokenKind.Number, start, Number: (long)Math.Min(value << shift, long.MaxValue));
    }

    private void NewLine()
    {
        _line++;
        _lineStart = _at;
    }

    /// <summary>A character for a message to people.</summary>
    private static string Show(char c) => c is > ' ' and < '\x7f' ? $"'{c}'" : $"the character U+{(int)c:X4}";
}
