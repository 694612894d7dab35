namespace Mail.Sieve;

/// <summary><c>environment</c> (RFC 5183 §4).</summary>
internal sealed class EnvironmentTest : TestDefinition
{
    private const string Item = "name of the item";
    private const string Keys = "key list";

    public override string Name => "environment";

    public override string Capability => Sieve.Capability.Environment;

    public override IReadOnlyList<TagDefinition> Tags => MatchTags.Definitions;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Item, ArgumentType.String), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) => new Node(arguments.Text(Item)!, Matcher.From(arguments, Keys));

    private sealed class Node(TextTemplate item, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            // RFC 5183 §4: without the item the test fails, also with :count.
            if (run.Environment.Item(item.Expand(run)) is not { } value)
            {
                return false;
            }

            var match = matcher.Start(run);
            // RFC 5183 §4: an empty value does not count.
            return ((!matcher.IsCount || value.Length > 0) && match.Try(value)) || match.Finish();
        }
    }
}
