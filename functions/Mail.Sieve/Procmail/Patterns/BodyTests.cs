namespace Mail.Sieve.Procmail;

/// <summary>Patterns for the lines of the body as tests of RFC 5173.</summary>
internal static class BodyTests
{
    /// <param name="transform">What is searched: <c>:raw</c>, as it came, or <c>:text</c>, the decoded text.</param>
    public static PatternTest Of(Pattern pattern, bool isCaseSensitive, string transform = ":raw")
    {
        var items = pattern is Pattern.Sequence sequence ? sequence.Items.ToList() : [pattern];
        while (items.Count > 0 && items[0] == Pattern.AnyText)
        {
            items.RemoveAt(0);
        }

        while (items.Count > 0 && items[^1] == Pattern.AnyText)
        {
            items.RemoveAt(items.Count - 1);
        }

        if (items.Any(Unwritable))
        {
            return PatternTest.Failed("Sieve cannot say this of the body");
        }

        if (items.Count == 0)
        {
            return new PatternTest { Test = SieveTest.True };
        }

        var comparator = isCaseSensitive ? " :comparator \"i;octet\"" : "";
        return new PatternTest
        {
            Test = Plain(items, isCaseSensitive) is { } strings
                ? SieveTest.Of($"body {transform} :contains{comparator} {ImportText.List(strings)}")
                : SieveTest.Of($"body {transform} :regex{comparator} {ImportText.Quote(PatternText.Write(items, isBody: true))}"),
        };
    }

    private static List<string>? Plain(List<Pattern> items, bool isCaseSensitive) =>
        PatternStrings.Of(items, isCaseSensitive)?.Select(PatternStrings.WithDots).ToList() is { } strings
        && strings.TrueForAll(text => text.Length > 0 && !PatternStrings.HasWildcard(text) && !ImportText.LooksLikeVariable(text))
            ? strings
            : null;

    private static bool Unwritable(Pattern item) => item switch
    {
        Pattern.Destination or Pattern.Daemon or Pattern.Split => true,
        Pattern.Sequence sequence => sequence.Items.Any(Unwritable),
        Pattern.Choice choice => choice.Alternatives.Any(Unwritable),
        Pattern.Repeat repeat => Unwritable(repeat.Item),
        _ => false,
    };
}
