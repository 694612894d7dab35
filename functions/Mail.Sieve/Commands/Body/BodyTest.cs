namespace Mail.Sieve;

/// <summary><c>body</c> (RFC 5173 §4).</summary>
internal sealed class BodyTest : TestDefinition
{
    private const string Content = "content";
    private const string Group = "body transform";
    private const string Keys = "key list";

    private static readonly IReadOnlyList<TagDefinition> Transforms =
        [new("raw", Group: Group), new(Content, ArgumentType.StringList, Group: Group), new("text", Group: Group)];

    public override string Name => "body";

    public override string Capability => Sieve.Capability.Body;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, .. Transforms];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var matcher = Matcher.From(arguments, Keys);
        return arguments.GroupTag(Transforms) switch
        {
            "raw" => new Node(arguments.Position, matcher, (_, root) => [(root, PartForm.Raw)]),
            Content => new Node(arguments.Position, matcher, Typed(arguments.Texts(Content)!)),
            // RFC 5173 §4: the default.
            _ => new Node(arguments.Position, matcher, (_, root) => root.SelfAndBelow().Select(part => (part, PartForm.Readable))),
        };
    }

    /// <summary>RFC 5173 §5.2.</summary>
    private static Func<SieveRun, MessagePart, IEnumerable<(MessagePart, PartForm)>> Typed(TextList types) => (run, root) =>
    {
        var wanted = types.Expand(run);
        return root.SelfAndBelow().Where(part => Array.Exists(wanted, part.Type.Matches)).SelectMany(Contents);
    };

    private static IEnumerable<(MessagePart, PartForm)> Contents(MessagePart part) =>
        part.Type.IsMultipart ? [(part, PartForm.Prologue), (part, PartForm.Epilogue)]
        : part is { Type.IsMessage: true, Parts: [var message] } ? [(message, PartForm.Header)]
        : [(part, PartForm.Decoded)];

    private sealed class Node(ScriptPosition position, Matcher matcher, Func<SieveRun, MessagePart, IEnumerable<(MessagePart Part, PartForm Form)>> contents) : TestNode
    {
        public override async ValueTask<bool> EvaluateAsync(SieveRun run)
        {
            // RFC 5173 §6: match variables stay what they are.
            var values = run.MatchValues;
            var isMatch = await MatchAsync(run);
            run.MatchValues = values;
            return isMatch;
        }

        private async ValueTask<bool> MatchAsync(SieveRun run)
        {
            var match = matcher.Start(run);
            foreach (var (part, form) in contents(run, await run.Message.StructureAsync(run.Cancellation)))
            {
                var text = await run.TextAsync(part, form, position);
                if (run.HasFailed || (text is not null && match.Try(text)))
                {
                    return !run.HasFailed;
                }
            }

            return match.Finish();
        }
    }
}
