namespace Mail.Sieve.Procmail;

/// <summary>What maildrop's patterns use of PCRE: no assertions, no references to what was matched.</summary>
internal sealed class PcrePatternParser : PatternParser
{
    private const string AlwaysEscaped = "/";

    private PcrePatternParser(string text)
        : base(text)
    {
    }

    /// <returns>A pattern, or what is wrong with it.</returns>
    public static (Pattern? Pattern, string? Problem) Parse(string text) => new PcrePatternParser(text).ParseAll();

    protected override (int Min, int? Max)? Count()
    {
        var start = Position;
        if (!Skip("{") || Number() is not { } min)
        {
            Position = start;
            return null;
        }

        var max = Skip(",") ? Number() : min;
        if (Skip("}"))
        {
            return (min, max);
        }

        Position = start;
        return null;
    }

    protected override void SkipEagerness() => _ = Skip("?") || Skip("+");

    protected override Pattern Atom()
    {
        var c = Text[Position];
        if (c == ImportText.VariableStart)
        {
            return VariableMark();
        }

        Position++;
        return c switch
        {
            '^' => new Pattern.LineStart(),
            '$' => new Pattern.LineEnd(),
            '.' => new Pattern.Any(),
            '(' when Skip("?:") => Group(),
            '(' when !AtEnd && Text[Position] == '?' => Fail("looks ahead or behind, which Sieve's patterns cannot"),
            '(' => Group(),
            '[' => Bracket(SetEscape),
            '\\' => Escaped(),
            _ => new Pattern.Literal(c),
        };
    }

    private Pattern Escaped()
    {
        if (AtEnd)
        {
            return new Pattern.Literal('\\');
        }

        var c = Text[Position++];
        return c switch
        {
            _ when Class(c) is { } ranges => new Pattern.Set(new CharSet(char.IsAsciiLetterUpper(c), ranges)),
            'b' => new Pattern.WordEdge(),
            't' => new Pattern.Literal('\t'),
            'n' => new Pattern.LineEnd(),
            _ when AlwaysEscaped.Contains(c, StringComparison.Ordinal) || !char.IsAsciiLetterOrDigit(c) => new Pattern.Literal(c),
            _ => Fail($"\\{c} is not among Sieve's patterns"),
        };
    }

    /// <summary>Within brackets a backslash escapes, other than in POSIX.</summary>
    private (char From, char To)[]? SetEscape()
    {
        if (NamedClass() is { } named)
        {
            return named;
        }

        if (!Text.AsSpan(Position).StartsWith("\\", StringComparison.Ordinal) || Position + 1 >= Text.Length)
        {
            return null;
        }

        var c = Text[Position + 1];
        Position += 2;
        if (char.IsAsciiLetterLower(c) && Class(c) is { } ranges)
        {
            return ranges;
        }

        var literal = c switch { 't' => '\t', 'n' => '\n', _ => c };
        return [(literal, literal)];
    }

    private (char From, char To)[]? NamedClass() =>
        Skip("[:space:]") || Skip("[:blank:]") ? Class('s')
        : Skip("[:digit:]") ? Class('d')
        : Skip("[:alnum:]") ? [('a', 'z'), ('A', 'Z'), ('0', '9')]
        : Skip("[:alpha:]") ? [('a', 'z'), ('A', 'Z')]
        : Skip("[:upper:]") ? [('A', 'Z')]
        : Skip("[:lower:]") ? [('a', 'z')]
        : null;

    private static (char From, char To)[]? Class(char c) => char.ToLowerInvariant(c) switch
    {
        'd' => [('0', '9')],
        's' => [(' ', ' '), ('\t', '\t'), ('\n', '\n'), ('\r', '\r')],
        'w' => [('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
        _ => null,
    };
}
