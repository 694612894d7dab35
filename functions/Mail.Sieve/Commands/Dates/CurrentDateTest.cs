namespace Mail.Sieve;

/// <summary><c>currentdate</c> (RFC 5260 §5).</summary>
internal sealed class CurrentDateTest : TestDefinition
{
    private const string Part = "date-part";
    private const string Keys = "key list";

    public override string Name => "currentdate";

    public override string Capability => Sieve.Capability.Date;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, DateZone.ZoneTag];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Part, ArgumentType.String), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) =>
        new Node(arguments.Position, DatePart.From(arguments, Part), Matcher.From(arguments, Keys), DateZone.From(arguments));

    private sealed class Node(ScriptPosition position, TextTemplate part, Matcher matcher, DateZone zone) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            return (zone.Shift(run.Now, run, position) is { } now && DatePart.Of(now, part.Expand(run)) is { } value && match.Try(value)) || match.Finish();
        }
    }
}
