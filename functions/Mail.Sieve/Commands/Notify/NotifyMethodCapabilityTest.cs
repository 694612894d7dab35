namespace Mail.Sieve;

/// <summary><c>notify_method_capability</c> (RFC 5435 §5).</summary>
internal sealed class NotifyMethodCapabilityTest : TestDefinition
{
    private const string Method = "the URI";
    private const string Item = "the capability";
    private const string Keys = "the keys";

    public override string Name => "notify_method_capability";

    public override string Capability => Sieve.Capability.Enotify;

    public override IReadOnlyList<TagDefinition> Tags => MatchTags.Definitions;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Method, ArgumentType.String), new(Item, ArgumentType.String), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) =>
        new Node(arguments.Text(Method)!, arguments.Text(Item)!, Matcher.From(arguments, Keys));

    private sealed class Node(TextTemplate method, TextTemplate item, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            // RFC 5435 §5: only "online" is defined; what is unknown or wrong fails without an error.
            if (!item.Expand(run).Equals("online", StringComparison.OrdinalIgnoreCase)
                || NotifyMethods.Problem(method.Expand(run), run.Options) is not null)
            {
                return false;
            }

            var match = matcher.Start(run);
            // RFC 5436 §2.2: of mail nobody knows.
            return match.Try("maybe") || match.Finish();
        }
    }
}
