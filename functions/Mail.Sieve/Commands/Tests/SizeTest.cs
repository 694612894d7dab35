namespace Mail.Sieve;

/// <summary><c>size</c> (RFC 5228 §5.9).</summary>
internal sealed class SizeTest : TestDefinition
{
    private const string Limit = "limit";
    private const string Over = "over";
    private const string Under = "under";

    public override string Name => "size";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [new(Over, Group: "comparison"), new(Under, Group: "comparison")];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Limit, ArgumentType.Number)];

    public override TestNode Compile(BoundArguments arguments)
    {
        if (arguments.GroupTag(Tags) is null)
        {
            arguments.Fail("expected ':over' or ':under' after 'size'");
        }

        return new Node(arguments.Has(Over), arguments.Number(Limit)!.Value);
    }

    private sealed class Node(bool isOver, long limit) : DirectTest
    {
        // A message of exactly the limit is neither over nor under it.
        protected override bool Evaluate(SieveRun run) => isOver ? run.Message.Size > limit : run.Message.Size < limit;
    }
}
