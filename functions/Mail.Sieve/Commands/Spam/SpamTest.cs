using System.Globalization;

namespace Mail.Sieve;

/// <summary><c>spamtest</c> (RFC 5235 §3.2): how much the message looks like spam.</summary>
/// <param name="capability">Either of the two that bring it; only one brings <c>:percent</c>.</param>
internal sealed class SpamTest(string capability) : TestDefinition
{
    private const string Percent = "percent";
    private const string Value = "key value";

    public override string Name => "spamtest";

    public override string Capability => capability;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, new(Percent, Capability: Sieve.Capability.SpamTestPlus)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Value, ArgumentType.String)];

    public override TestNode Compile(BoundArguments arguments) => new Node(arguments.Has(Percent), Matcher.From(arguments, Value));

    private sealed class Node(bool percent, Matcher matcher) : DirectTest
    {
        /// <summary>A score is a product of what was counted; this keeps 0.7 from being 69 percent.</summary>
        private const double Rounding = 0.001;

        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            // RFC 5235 §3.1: ":count" is 0 when nothing was tested, whatever the value is.
            return ((!matcher.IsCount || run.Environment.SpamScore is not null) && match.Try(Text(run.Environment.SpamScore))) || match.Finish();
        }

        // RFC 5235 §3.2.1: 0 not tested, 1 clear of spam to 10 spam. §3.2.2: 0 clear of spam or not tested, to 100.
        private string Text(double? score) => (score is not { } known ? 0 : (int)(Rounding + (Math.Clamp(known, 0, 1) * (percent ? 100 : 9)) + (percent ? 0 : 1)))
            .ToString(CultureInfo.InvariantCulture);
    }
}
