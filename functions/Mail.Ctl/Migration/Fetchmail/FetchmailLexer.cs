using System.Buffers;
using System.Text;

namespace Mail.Ctl;

/// <summary>Takes a fetchmailrc apart into words (fetchmail(1), "Run Control Syntax"). The punctuation <c>: ; ,</c> means nothing and is left out; <c>=</c> stays.</summary>
internal sealed class FetchmailLexer(string text)
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create("=;:, \t\r\n");

    private int _at;
    private int _line = 1;

    public static IReadOnlyList<FetchmailToken> Read(string text)
    {
        var lexer = new FetchmailLexer(text);
        var tokens = new List<FetchmailToken>();
        while (lexer.SkipToToken())
        {
            tokens.Add(lexer.ReadToken());
        }

        return tokens;
    }

    private bool SkipToToken()
    {
        for (; _at < text.Length; _at++)
        {
            switch (text[_at])
            {
                case '\n':
                    _line++;
                    break;
                case '#':
                    // A comment only where a word could begin: it is part of one otherwise.
                    _at = text.IndexOf('\n', _at) is >= 0 and var end ? end - 1 : text.Length - 1;
                    break;
                case '\\' when _at + 1 < text.Length && text[_at + 1] is '\n' or '\r':
                case ' ' or '\t' or '\r' or ':' or ';' or ',':
                    break;
                default:
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The longer of what a quote encloses and of a plain word, which may have quotes in it, as fetchmail's lexer has it: <c>it's</c> is a word, and a quote that
    /// does not end is one character of a word. A backslash before the closing quote does not keep it from closing.
    /// </summary>
    private FetchmailToken ReadToken()
    {
        var rest = text.AsSpan(_at);
        var line = _line;
        var word = rest[0] == '=' ? 1 : rest.IndexOfAny(WordEnds) is >= 0 and var end ? end : rest.Length;
        var quoted = rest[0] is '"' or '\'' ? rest[1..].IndexOf(rest[0]) + 2 : 0;
        var isQuoted = quoted > 1 && quoted >= word;
        var length = isQuoted ? quoted : word;
        _at += length;
        _line += rest[..length].Count('\n');
        return new FetchmailToken(Unescape(isQuoted ? rest[1..(length - 1)] : rest[..length]), isQuoted, line);
    }

    /// <summary>
    /// <c>\n</c>, <c>\t</c>, <c>\b</c>, <c>\r</c>, decimal <c>\nnn</c>, octal <c>\0oo</c>, <c>\xhh</c>; a line end after a backslash is not there, nor is a backslash at the end.
    /// A NUL ends the word: it is a string of C.
    /// </summary>
    private static string Unescape(ReadOnlySpan<char> word)
    {
        if (!word.Contains('\\'))
        {
            return word.ToString();
        }

        var plain = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != '\\')
            {
                plain.Append(word[i]);
                continue;
            }

            if (++i == word.Length)
            {
                break;
            }

            var length = Number(word[i..], out var code);
            if (length > 0 && (byte)code == 0)
            {
                break;
            }

            if (length > 0)
            {
                plain.Append((char)(byte)code);
                i += length - 1;
            }
            else if (word[i] != '\n')
            {
                plain.Append(word[i] switch { 'n' => '\n', 't' => '\t', 'b' => '\b', 'r' => '\r', var other => other });
            }
        }

        return plain.ToString();
    }

    /// <returns>How many characters the number of a character has; 0 for none.</returns>
    private static int Number(ReadOnlySpan<char> text, out int code)
    {
        var (digits, radix, skip, most) = text[0] switch
        {
            'x' or 'X' => ("0123456789abcdefABCDEF", 16, 1, 2),
            '0' => ("01234567", 8, 0, 3),
            _ => ("0123456789", 10, 0, 3),
        };
        var rest = text[skip..];
        var length = Math.Min(rest.IndexOfAnyExcept(digits) is >= 0 and var end ? end : rest.Length, most);
        code = 0;
        foreach (var digit in rest[..length])
        {
            code = (code * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return skip + length;
    }
}
