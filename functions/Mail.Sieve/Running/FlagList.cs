namespace Mail.Sieve;

/// <summary>Lists of IMAP flags, as RFC 5232 §2 has them: each string may hold several with spaces between, and each counts once.</summary>
internal static class FlagList
{
    // As many as a maildir can have keywords, several times over; without a limit a script could make lists of any length.
    private const int MaxFlags = 256;

    public static IReadOnlyList<string> Parse(IReadOnlyList<string> texts)
    {
        List<string>? flags = null;
        foreach (var text in texts)
        {
            foreach (var range in text.AsSpan().Split(' '))
            {
                var flag = text.AsSpan()[range];
                if (IsFlag(flag) && (flags is null || (flags.Count < MaxFlags && !Has(flags, flag))))
                {
                    (flags ??= []).Add(flag.ToString());
                }
            }
        }

        return flags ?? (IReadOnlyList<string>)[];
    }

    public static IReadOnlyList<string> Union(IReadOnlyList<string> flags, IReadOnlyList<string> more) => Parse([.. flags, .. more]);

    public static IReadOnlyList<string> Without(IReadOnlyList<string> flags, IReadOnlyList<string> less) =>
        [.. flags.Where(flag => !Has(less, flag))];

    // RFC 3501 §2.3.2: flags are compared without regard to case.
    public static bool Has(IReadOnlyList<string> flags, ReadOnlySpan<char> flag)
    {
        foreach (var other in flags)
        {
            if (flag.Equals(other, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // RFC 3501 §9: a keyword is an atom; a system flag is one with a backslash in front, of which §2.3.2 has five that can be set.
    // RFC 5232 §2: what is invalid is ignored.
    private static bool IsFlag(ReadOnlySpan<char> flag) =>
        flag.Length > 0 && (flag[0] == '\\' ? IsSystemFlag(flag[1..]) : IsAtom(flag));

    private static bool IsSystemFlag(ReadOnlySpan<char> name) =>
        name.Equals("answered", StringComparison.OrdinalIgnoreCase) || name.Equals("flagged", StringComparison.OrdinalIgnoreCase)
        || name.Equals("deleted", StringComparison.OrdinalIgnoreCase) || name.Equals("seen", StringComparison.OrdinalIgnoreCase)
        || name.Equals("draft", StringComparison.OrdinalIgnoreCase);

    private static bool IsAtom(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or >= '\x7f' or '(' or ')' or '{' or '%' or '*' or '"' or '\\' or ']')
            {
                return false;
            }
        }

        return true;
    }
}
