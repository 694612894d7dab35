namespace Mail.Sieve;

/// <summary><c>header</c> (RFC 5228 §5.7).</summary>
internal sealed class HeaderTest : TestDefinition
{
    private const string Names = "the header names";
    private const string Keys = "the keys";

    public override string Name => "header";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Names, ArgumentType.StringList), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) => new Node(arguments.Texts(Names)!, Matcher.From(arguments, Keys));

    private sealed class Node(TextList names, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            foreach (var name in names.Expand(run))
            {
                var fields = run.Message.Fields(name);
                for (var i = 0; i < fields.Count; i++)
                {
                    if (match.Try(fields[i].Value))
                    {
                        return true;
                    }
                }
            }

            return match.Finish();
        }
    }
}
