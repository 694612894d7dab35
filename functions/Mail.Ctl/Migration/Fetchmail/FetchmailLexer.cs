using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mail.Ctl;

/// <summary>Takes a fetchmailrc apart into words (fetchmail(1), "Run Control Syntax"). The punctuation <c>: ; ,</c> means nothing and is left out; <c>=</c> stays.</summary>
internal sealed class FetchmailLexer(string text)
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create("=;:, \t\r\n\"'");

    private int _at;
    private int _line = 1;

    /// <returns>The words, and the line of a quote that does not end; 0 for none.</returns>
    public static (IReadOnlyList<FetchmailToken> Tokens, int OpenQuote) Read(string text)
    {
        var lexer = new FetchmailLexer(text);
        var tokens = new List<FetchmailToken>();
        while (lexer.SkipToToken())
        {
            var (line, quote) = (lexer._line, text[lexer._at]);
            if (quote is not ('"' or '\''))
            {
                tokens.Add(new FetchmailToken(lexer.ReadWord(), IsQuoted: false, line));
            }
            else if (lexer.TryReadQuoted(quote, out var word))
            {
                tokens.Add(new FetchmailToken(word, IsQuoted: true, line));
            }
            else
            {
                return (tokens, line);
            }
        }

        return (tokens, 0);
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

    private string ReadWord()
    {
        var end = text.AsSpan(_at).IndexOfAny(WordEnds);
        var length = text[_at] == '=' ? 1 : end < 0 ? text.Length - _at : end;
        _at += length;
        return Unescape(text.AsSpan(_at - length, length));
    }

    private bool TryReadQuoted(char quote, out string word)
    {
        var start = ++_at;
        for (; _at < text.Length; _at++)
        {
            if (text[_at] == quote)
            {
                word = Unescape(text.AsSpan(start, _at++ - start));
                return true;
            }

            _at += text[_at] == '\\' ? 1 : 0;
            _line += _at < text.Length && text[_at] == '\n' ? 1 : 0;
        }

        word = "";
        return false;
    }

    /// <summary><c>\n</c>, <c>\t</c>, <c>\b</c>, <c>\r</c>, decimal <c>\nnn</c>, octal <c>\0ooo</c>, <c>\xhh</c>; a line end after a backslash is not there.</summary>
    private static string Unescape(ReadOnlySpan<char> word)
    {
        if (!word.Contains('\\'))
        {
            return word.ToString();
        }

        var plain = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != '\\' || i + 1 == word.Length)
            {
                plain.Append(word[i]);
                continue;
            }

            i++;
            var length = Number(word[i..], out var code);
            if (length > 0)
            {
                plain.Append((char)code);
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
        var (digits, radix, skip) = text[0] switch
        {
            'x' => ("0123456789abcdefABCDEF", NumberStyles.AllowHexSpecifier, 1),
            '0' => ("01234567", NumberStyles.None, 1),
            _ => ("0123456789", NumberStyles.None, 0),
        };
        var rest = text[skip..];
        var length = Math.Min(rest.IndexOfAnyExcept(digits) is >= 0 and var end ? end : rest.Length, radix == NumberStyles.AllowHexSpecifier ? 2 : 3);
        code = length == 0 ? 0 : text[0] == '0' ? Convert.ToInt32(rest[..length].ToString(), 8) : int.Parse(rest[..length], radix, CultureInfo.InvariantCulture);
        return length == 0 ? 0 : skip + length;
    }
}
