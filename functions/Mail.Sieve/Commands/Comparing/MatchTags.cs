using Mail.Sieve.Matching;

namespace Mail.Sieve;

/// <summary>The tags MATCH-TYPE and COMPARATOR of the tests that compare strings (RFC 5228 §2.7.1, §2.7.3).</summary>
internal static class MatchTags
{
    public const string ComparatorTag = "comparator";

    private const string Group = "match type";

    public static IReadOnlyList<TagDefinition> Definitions { get; } =
    [
        new("is", Group: Group),
        new("contains", Group: Group),
        new("matches", Group: Group),
        new("regex", Capability: Capability.Regex, Group: Group),
        new("value", ArgumentType.String, Capability.Relational, Group),
        new("count", ArgumentType.String, Capability.Relational, Group),
        new(ComparatorTag, ArgumentType.String),
    ];

    public static MatchKind Kind(BoundArguments arguments) => arguments.GroupTag(Definitions) switch
    {
        "contains" => MatchKind.Contains,
        "matches" => MatchKind.Matches,
        "regex" => MatchKind.Regex,
        "value" => MatchKind.Value,
        "count" => MatchKind.Count,
        _ => MatchKind.Is,
    };

    public static Comparator Comparator(BoundArguments arguments)
    {
        var name = arguments.Constant(ComparatorTag);
        if (name is null)
        {
            return Comparators.AsciiCasemap;
        }

        if (!Comparators.TryFind(name, out var comparator))
        {
            arguments.Fail(ComparatorTag, $"expected one of the comparators {string.Join(", ", Comparators.All.Select(c => c.Name))}, but found '{name}'");
            return Comparators.AsciiCasemap;
        }

        // RFC 5228 §2.7.3: the others are extensions.
        if (Comparators.NeedsRequire(comparator) && !arguments.Binder.IsActive($"comparator-{name}"))
        {
            arguments.Fail(ComparatorTag, $"expected require \"comparator-{name}\" before the comparator is used");
        }

        return comparator;
    }

    public static RelationalOperator Relation(BoundArguments arguments, MatchKind kind)
    {
        var tag = kind == MatchKind.Count ? "count" : "value";
        var text = arguments.Constant(tag);
        if (text is null || RelationalOperators.TryParse(text, out var relation))
        {
            return text is null ? default : RelationalOf(text);
        }

        arguments.Fail(tag, $"expected \"gt\", \"ge\", \"lt\", \"le\", \"eq\" or \"ne\" after ':{tag}', but found '{text}'");
        return default;
    }

    private static RelationalOperator RelationalOf(string text) => RelationalOperators.TryParse(text, out var relation) ? relation : default;
}
