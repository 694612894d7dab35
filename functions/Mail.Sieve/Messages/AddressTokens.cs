using System.Buffers;
using System.Text;

namespace Mail.Sieve;

/// <summary>The tokens that addresses are made of (RFC 5322 §3.2, with UTF-8 as RFC 6532 §3.2 allows it).</summary>
internal static class AddressTokens
{
    // RFC 5322 §3.2.3, and the dot. Dots at the ends or in a row are no dot-atom, but are in use as addresses.
    private static readonly SearchValues<char> LocalPartCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly SearchValues<char> DomainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <returns>Behind the character, quoted string, comment, domain literal or part in angle brackets at the position.</returns>
    public static int Skip(ReadOnlySpan<char> text, int position) => text[position] switch
    {
        '"' => Closing(text, position, '"'),
        '(' => CommentEnd(text, position),
        '<' => BracketEnd(text, position, '<', '>'),
        '[' => BracketEnd(text, position, '[', ']'),
        _ => position + 1,
    };

    /// <summary>Leaves out comments, and white space where RFC 5322 §4.4 lets it stand within an address.</summary>
    public static string WithoutComments(ReadOnlySpan<char> item)
    {
        var bare = new StringBuilder(item.Length);
        var position = 0;
        while (position < item.Length)
        {
            var end = item[position] == '<' ? position + 1 : Skip(item, position);
            var token = item[position..end];
            if (token[0] != '(' && !(token[0] is ' ' or '\t' && IsIdle(bare, item[end..])))
            {
                bare.Append(token);
            }

            position = end;
        }

        return bare.ToString().TrimEnd(' ', '\t');
    }

    /// <returns>Where the angle brackets are, or -1.</returns>
    public static (int Opened, int Closed) Angles(ReadOnlySpan<char> item)
    {
        var position = 0;
        while (position < item.Length && item[position] != '<')
        {
            position = Skip(item, position);
        }

        return position < item.Length ? (position, item.LastIndexOf('>')) : (-1, -1);
    }

    /// <summary>Whether the text is an <c>addr-spec</c>.</summary>
    public static bool IsAddress(string text)
    {
        var at = text.StartsWith('"') ? Closing(text, 0, '"') : text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at >= text.Length - 1 || text[at] != '@')
        {
            return false;
        }

        var domain = text[(at + 1)..];
        return (text[0] == '"' || Consists(text.AsSpan(0, at), LocalPartCharacters)) && (IsLiteral(domain) || Consists(domain, DomainCharacters));
    }

    /// <summary>RFC 5321 §4.1.2: <c>"john"@</c> and <c>john@</c> are the same, so that quotes do not get a sender past a rule; quotes that are needed stay.</summary>
    /// <param name="address">An <c>addr-spec</c>.</param>
    public static string WithoutNeedlessQuotes(string address)
    {
        if (!address.StartsWith('"'))
        {
            return address;
        }

        var at = Closing(address, 0, '"');
        // RFC 5322 §3.2.1: a backslash stands for what follows it.
        var bare = new StringBuilder(at);
        for (var i = 1; i < at - 1; i++)
        {
            bare.Append(address[address[i] == '\\' ? ++i : i]);
        }

        return bare.Length > 0 && Consists(bare.ToString(), LocalPartCharacters) ? bare + address[at..] : address;
    }

    /// <summary>White space means something between the words of a display name only.</summary>
    private static bool IsIdle(StringBuilder before, ReadOnlySpan<char> after) =>
        before.Length == 0 || before[^1] is ' ' or '\t' or '@' or '.' or '<' || after.TrimStart(" \t") is [] or ['@' or '.' or '>' or '(', ..];

    private static bool IsLiteral(string domain) =>
        domain is ['[', .., ']'] && domain.AsSpan(1, domain.Length - 2).IndexOfAny("[]\\ ") < 0;

    private static bool Consists(ReadOnlySpan<char> text, SearchValues<char> allowed)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // RFC 6532 §3.2 adds all that is UTF-8; a stray octet, half a character in a string, is not (see SieveText).
            if (rune.IsAscii ? !allowed.Contains((char)rune.Value) : rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>Behind the mark that ends what begins at the position, or the end of the text.</returns>
    private static int Closing(ReadOnlySpan<char> text, int position, char mark)
    {
        for (position++; position < text.Length && text[position] != mark; position++)
        {
            position += text[position] == '\\' ? 1 : 0;
        }

        return Math.Min(position + 1, text.Length);
    }

    /// <returns>Behind the bracket when it is closed before the next one opens; otherwise it stands for itself.</returns>
    private static int BracketEnd(ReadOnlySpan<char> text, int position, char open, char close)
    {
        var end = text[(position + 1)..].IndexOfAny(open, close);
        return end >= 0 && text[position + 1 + end] == close ? position + end + 2 : position + 1;
    }

    private static int CommentEnd(ReadOnlySpan<char> text, int position)
    {
        var depth = 0;
        do
        {
            depth += text[position] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            position += text[position] == '\\' ? 2 : 1;
        }
        while (depth > 0 && position < text.Length);
        return Math.Min(position, text.Length);
    }
}
