namespace Mail.Authentication;

/// <summary>A record that can be read from its first to its last character.</summary>
internal sealed record SpfRecord(IReadOnlyList<SpfDirective> Directives, SpfMacroString? Redirect, SpfMacroString? Explanation)
{
    private const string Version = "v=spf1";

    /// <summary>RFC 7208 §4.5: the version, in any case, then a space or nothing.</summary>
    public static bool IsSpf(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');

    /// <param name="text">One that <see cref="IsSpf"/>.</param>
    /// <param name="problem">What of it breaks the grammar; <c>null</c> when it is whole.</param>
    public static SpfRecord? Parse(string text, out string? problem)
    {
        var directives = new List<SpfDirective>();
        SpfMacroString? redirect = null, explanation = null;
        problem = null;
        // RFC 7208 §4.6: an error anywhere spoils the whole record, also behind the term that decides.
        foreach (var term in text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var isGood = SpfModifier.Parse(term) switch
            {
                { Name: "redirect" } modifier => Once(ref redirect, modifier.DomainSpec),
                { Name: "exp" } modifier => Once(ref explanation, modifier.DomainSpec),
                { } modifier => modifier.IsMacroString,
                null => Add(directives, SpfDirectiveParser.Parse(term)),
            };
            if (!isGood)
            {
                problem = $"the term '{term}' cannot be read";
                return null;
            }
        }

        return new SpfRecord(directives, redirect, explanation);
    }

    /// <summary>RFC 7208 §6: <c>redirect</c> and <c>exp</c> stand at most once.</summary>
    private static bool Once(ref SpfMacroString? modifier, SpfMacroString? value)
    {
        var isFirst = modifier is null;
        modifier = value;
        return isFirst && value is not null;
    }

    private static bool Add(List<SpfDirective> directives, SpfDirective? directive)
    {
        if (directive is not null)
        {
            directives.Add(directive);
        }

        return directive is not null;
    }
}
