using System.Globalization;

namespace Mail.Sieve;

/// <summary><c>virustest</c> (RFC 5235 §3.3).</summary>
internal sealed class VirusTest : TestDefinition
{
    private const string Value = "key value";

    public override string Name => "virustest";

    public override string Capability => Sieve.Capability.VirusTest;

    public override IReadOnlyList<TagDefinition> Tags => MatchTags.Definitions;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Value, ArgumentType.String)];

    public override TestNode Compile(BoundArguments arguments) => new Node(Matcher.From(arguments, Value));

    private sealed class Node(Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            var status = run.Environment.VirusStatus;
            return ((!matcher.IsCount || status is not null) && match.Try((status ?? 0).ToString(CultureInfo.InvariantCulture))) || match.Finish();
        }
    }
}
