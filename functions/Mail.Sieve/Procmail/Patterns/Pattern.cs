namespace Mail.Sieve.Procmail;

/// <summary>A regular expression that has been read.</summary>
internal abstract record Pattern
{
    private Pattern()
    {
    }

    public static Pattern AnyText { get; } = new Repeat(new Any(), 0, Max: null);

    public sealed record Literal(char Value) : Pattern;

    /// <summary><c>.</c>: any character but the end of a line.</summary>
    public sealed record Any : Pattern;

    public sealed record Set(CharSet Characters) : Pattern;

    public sealed record LineStart : Pattern;

    public sealed record LineEnd : Pattern;

    /// <summary>procmail's <c>^^</c>: the beginning or the end of all that is searched.</summary>
    public sealed record AreaEdge : Pattern;

    /// <summary>procmail's <c>\&lt;</c> and <c>\&gt;</c>: a character that belongs to no word, or the edge of the line.</summary>
    public sealed record WordEdge : Pattern;

    /// <summary>procmail's <c>\/</c>: what matches behind it becomes <c>MATCH</c>.</summary>
    public sealed record Split : Pattern;

    /// <summary>procmail's <c>^TO_</c> and <c>^TO</c>: the fields of recipients, up to where an address or a word may begin.</summary>
    /// <param name="Before">What may stand in front of it.</param>
    public sealed record Destination(CharSet Before) : Pattern;

    /// <summary>procmail's <c>^FROM_DAEMON</c> and <c>^FROM_MAILER</c>.</summary>
    /// <param name="WithLists">The first of them: mailing lists, too.</param>
    public sealed record Daemon(bool WithLists) : Pattern;

    /// <summary>The value that a variable has when the message is sorted.</summary>
    public sealed record Variable(string Name) : Pattern;

    public sealed record Sequence(IReadOnlyList<Pattern> Items) : Pattern;

    public sealed record Choice(IReadOnlyList<Pattern> Alternatives) : Pattern;

    /// <param name="Max"><c>null</c>: any number.</param>
    public sealed record Repeat(Pattern Item, int Min, int? Max) : Pattern;
}
