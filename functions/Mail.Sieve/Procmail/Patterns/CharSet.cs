namespace Mail.Sieve.Procmail;

/// <summary>A bracket expression.</summary>
/// <param name="Ranges">Both ends belong to it.</param>
internal sealed record CharSet(bool Negated, IReadOnlyList<(char From, char To)> Ranges)
{
    public static CharSet Blank { get; } = Of(" \t");

    public static CharSet NotWord { get; } = new(Negated: true, [('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);

    public static CharSet Of(string characters) => new(Negated: false, [.. characters.Select(c => (c, c))]);

    public static CharSet NoneOf(string characters) => Of(characters) with { Negated = true };

    public bool IsBlank => !Negated && Ranges.All(range => range.From == range.To && range.From is ' ' or '\t');

    public bool Contains(char c) => Ranges.Any(range => range.From <= c && c <= range.To) != Negated;

    /// <summary>The characters one by one, each letter once when case does not count; <c>null</c> when there are more than a few.</summary>
    public IReadOnlyList<char>? Few(bool isCaseSensitive, int most)
    {
        if (Negated || Ranges.Sum(range => range.To - range.From + 1) > 2 * most)
        {
            return null;
        }

        char[] all = [.. Ranges
            .SelectMany(range => Enumerable.Range(range.From, range.To - range.From + 1))
            .Select(code => isCaseSensitive ? (char)code : char.ToLowerInvariant((char)code))
            .Distinct()];
        return all.Length <= most ? all : null;
    }

    /// <param name="alsoNot">Characters that a negated set leaves out as well.</param>
    public string ToBracket(string alsoNot = "")
    {
        var ranges = Negated ? [.. Ranges, .. alsoNot.Select(c => (c, c))] : Ranges;
        var singles = ranges.Where(range => range.From == range.To).Select(range => range.From).Distinct().ToList();
        // POSIX 1003.1, 9.3.5: a closing bracket stands first, a dash last, a circumflex anywhere but first; an opening one not before . : =
        var first = singles.Remove(']') ? "]" : "";
        var dash = singles.Remove('-') ? "-" : "";
        var circumflex = (singles.Remove('[') ? "[" : "") + (singles.Remove('^') ? "^" : "");
        var middle = string.Concat(ranges.Where(range => range.From != range.To).Select(range => $"{range.From}-{range.To}")) + string.Concat(singles);
        return !Negated && circumflex == "^" && first.Length + middle.Length + dash.Length == 0
            ? "\\^"
            : $"[{(Negated ? "^" : "")}{first}{middle}{circumflex}{dash}]";
    }
}
