namespace Mail.Sieve.Procmail;

/// <summary>procmailrc(5), "Extended regular expressions": no <c>{}</c>, no classes by name, and a few tokens of its own.</summary>
internal sealed class ProcmailPatternParser : PatternParser
{
    private static readonly CharSet NotAddress = new(Negated: true, [('a', 'z'), ('A', 'Z'), ('0', '9'), ('-', '-'), ('_', '_'), ('.', '.')]);
    private static readonly CharSet NotLetter = new(Negated: true, [('a', 'z'), ('A', 'Z')]);

    private ProcmailPatternParser(string text)
        : base(text)
    {
    }

    /// <returns>A pattern, or what is wrong with it.</returns>
    public static (Pattern? Pattern, string? Problem) Parse(string text) => new ProcmailPatternParser(text).ParseAll();

    protected override Pattern Atom()
    {
        // procmailrc(5), "Miscellaneous": these stand for whole expressions; the longer name is looked for first.
        if (Skip("^TO_"))
        {
            return new Pattern.Destination(NotAddress);
        }

        if (Skip("^FROM_DAEMON"))
        {
            return new Pattern.Daemon(WithLists: true);
        }

        if (Skip("^FROM_MAILER"))
        {
            return new Pattern.Daemon(WithLists: false);
        }

        if (Skip("^TO"))
        {
            return new Pattern.Destination(NotLetter);
        }

        return Skip("^^") ? new Pattern.AreaEdge() : Character();
    }

    private Pattern Character()
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
            '(' => Group(),
            '[' => Bracket(),
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

        if (Text[Position] == ImportText.VariableStart)
        {
            return VariableMark();
        }

        var c = Text[Position++];
        return c switch
        {
            '/' => new Pattern.Split(),
            '<' or '>' => new Pattern.WordEdge(),
            _ => new Pattern.Literal(c),
        };
    }
}
