namespace Mail.Sieve;

/// <summary><c>string</c> (RFC 5229 §5).</summary>
internal sealed class StringTest : TestDefinition
{
    private const string Source = "strings to look at";
    private const string Keys = "key list";

    public override string Name => "string";

    public override string Capability => Sieve.Capability.Variables;

    public override IReadOnlyList<TagDefinition> Tags => MatchTags.Definitions;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Source, ArgumentType.StringList), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) => new Node(arguments.Texts(Source)!, Matcher.From(arguments, Keys));

    private sealed class Node(TextList source, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            foreach (var value in source.Expand(run))
            {
                // RFC 5229 §5: an empty string does not count.
                if ((!matcher.IsCount || value.Length > 0) && match.Try(value))
                {
                    return true;
                }
            }

            return match.Finish();
        }
    }
}
