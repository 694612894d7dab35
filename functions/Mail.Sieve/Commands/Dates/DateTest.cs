namespace Mail.Sieve;

/// <summary><c>date</c> (RFC 5260 §4).</summary>
internal sealed class DateTest : TestDefinition
{
    private const string Field = "header name";
    private const string Part = "date-part";
    private const string Keys = "key list";

    public override string Name => "date";

    public override string Capability => Sieve.Capability.Date;

    public override IReadOnlyList<TagDefinition> Tags { get; } =
        [.. MatchTags.Definitions, DateZone.ZoneTag, DateZone.OriginalZoneTag, .. FieldIndex.Tags(Sieve.Capability.Index)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Field, ArgumentType.String), new(Part, ArgumentType.String), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) => new Node(
        arguments.Position, arguments.Text(Field)!, DatePart.From(arguments, Part), Matcher.From(arguments, Keys), DateZone.From(arguments), FieldIndex.From(arguments));

    private sealed class Node(ScriptPosition position, TextTemplate name, TextTemplate part, Matcher matcher, DateZone zone, FieldIndex? index) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            return (Value(run) is { } value && match.Try(value)) || match.Finish();
        }

        private string? Value(SieveRun run)
        {
            // RFC 5260 §4: of several fields the first, unless :index says which.
            var fields = run.Fields(name.Expand(run), position);
            var place = index?.Of(fields.Count) ?? 0;
            return place >= 0 && place < fields.Count && FieldDate.Read(fields[place]) is { } date && zone.Shift(date, run, position) is { } shifted
                ? DatePart.Of(shifted, part.Expand(run))
                : null;
        }
    }
}
