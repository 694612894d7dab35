namespace Mail.Sieve;

/// <summary><c>notify_method_capability</c> (RFC 5435 §5).</summary>
internal sealed class NotifyMethodCapabilityTest : TestDefinition
{
    private const string Method = "URI";
    private const string Item = "capability";
    private const string Keys = "key list";

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
            // RFC 5435 §5: what is unknown or wrong fails without an error.
            if (Value(run, method.Expand(run), item.Expand(run)) is not { } value)
            {
                return false;
            }

            var match = matcher.Start(run);
            return match.Try(value) || match.Finish();
        }

        private static string? Value(SieveRun run, string uri, string item) => item.ToLowerInvariant() switch
        {
            // RFC 5436 §2.2: whether who is notified is there, nobody knows.
            "online" => NotifyMethods.Problem(uri, run.Options) is null ? "maybe" : null,
            // RFC 8580 §6.1: only the scheme counts. What is sent as mail can be filed.
            "fcc" => !NotifyMethods.HasScheme(uri, run.Options) ? null : NotifyMethods.Scheme(uri) == MailtoUri.Scheme ? "yes" : "no",
            _ => null,
        };
    }
}
