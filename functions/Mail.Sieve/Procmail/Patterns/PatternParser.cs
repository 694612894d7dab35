using System.Globalization;

namespace Mail.Sieve.Procmail;

/// <summary>What the two dialects have in common: alternatives, groups, repetitions, bracket expressions.</summary>
internal abstract class PatternParser(string text)
{
    private int _depth;

    protected string Text { get; } = text;

    protected int Position { get; set; }

    /// <summary>Why the pattern cannot be read; the first reason counts.</summary>
    protected string? Problem { get; private set; }

    protected bool AtEnd => Position >= Text.Length;

    protected (Pattern? Pattern, string? Problem) ParseAll()
    {
        if (Text.Length > ImportLimits.ValueLength)
        {
            return (null, $"the pattern is longer than {ImportLimits.ValueLength} characters");
        }

        var pattern = Alternatives();
        if (!AtEnd)
        {
            Fail("a parenthesis is closed that was not opened");
        }

        return Problem is null ? (pattern, null) : (null, Problem);
    }

    /// <summary>One element of the dialect; the position moves on by at least one.</summary>
    protected abstract Pattern Atom();

    /// <summary>Repetitions beyond <c>* + ?</c> at the position; <c>null</c> for none.</summary>
    protected virtual (int Min, int? Max)? Count() => null;

    /// <summary>Behind a repetition, where a dialect says how much of it is tried first: for a test that is the same.</summary>
    protected virtual void SkipEagerness()
    {
    }

    protected Pattern Fail(string problem)
    {
        Problem ??= problem;
        Position = Text.Length;
        return new Pattern.Sequence([]);
    }

    protected bool Skip(string token)
    {
        if (!Text.AsSpan(Position).StartsWith(token, StringComparison.Ordinal))
        {
            return false;
        }

        Position += token.Length;
        return true;
    }

    /// <summary>Behind the opening parenthesis.</summary>
    protected Pattern Group()
    {
        if (++_depth > ImportLimits.Depth)
        {
            return Fail($"more than {ImportLimits.Depth} groups within groups");
        }

        var inner = Alternatives();
        _depth--;
        return Skip(")") ? inner : Fail("a parenthesis is not closed");
    }

    /// <summary>Behind the opening bracket; a backslash is a character as any other (POSIX 1003.1, 9.3.5), which procmail agrees with.</summary>
    protected Pattern Bracket(Func<(char From, char To)[]?>? escape = null)
    {
        var isNegated = Skip("^");
        var ranges = new List<(char, char)>();
        for (var isFirst = true; !AtEnd && (isFirst || Text[Position] != ']'); isFirst = false)
        {
            if (escape?.Invoke() is { } escaped)
            {
                ranges.AddRange(escaped);
                continue;
            }

            var from = Text[Position++];
            var to = from;
            if (Position + 1 < Text.Length && Text[Position] == '-' && Text[Position + 1] != ']')
            {
                to = Text[Position + 1];
                Position += 2;
            }

            ranges.Add((from, to < from ? from : to));
        }

        return Skip("]") ? new Pattern.Set(new CharSet(isNegated, ranges)) : Fail("a bracket is not closed");
    }

    /// <summary>A variable at the mark.</summary>
    protected Pattern VariableMark()
    {
        var end = Text.IndexOf(ImportText.VariableEnd, Position);
        var name = Text[(Position + 1)..end];
        Position = end + 1;
        return new Pattern.Variable(name);
    }

    protected int? Number()
    {
        var start = Position;
        while (!AtEnd && char.IsAsciiDigit(Text[Position]) && Position - start < 4)
        {
            Position++;
        }

        return Position == start ? null : int.Parse(Text.AsSpan(start, Position - start), CultureInfo.InvariantCulture);
    }

    private Pattern Alternatives()
    {
        var alternatives = new List<Pattern> { Sequence() };
        while (Skip("|"))
        {
            alternatives.Add(Sequence());
        }

        return alternatives.Count == 1 ? alternatives[0] : new Pattern.Choice(alternatives);
    }

    private Pattern.Sequence Sequence()
    {
        var items = new List<Pattern>();
        while (!AtEnd && Text[Position] is not ('|' or ')'))
        {
            var item = Repeated(Atom());
            if (item is Pattern.Sequence inner)
            {
                items.AddRange(inner.Items);
            }
            else
            {
                items.Add(item);
            }
        }

        return new Pattern.Sequence(items);
    }

    private Pattern Repeated(Pattern item)
    {
        while (Repetition() is var (min, max))
        {
            SkipEagerness();
            // x+* and its kin say no more than both bounds together.
            item = item is Pattern.Repeat { Max: null, Min: <= 1 } inner
                ? inner with { Min = inner.Min * min }
                : new Pattern.Repeat(item, min, max);
        }

        return item;
    }

    private (int Min, int? Max)? Repetition() =>
        Skip("*") ? (0, null)
        : Skip("+") ? (1, null)
        : Skip("?") ? (0, 1)
        : Count();
}
