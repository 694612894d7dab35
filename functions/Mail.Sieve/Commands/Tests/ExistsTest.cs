namespace Mail.Sieve;

/// <summary><c>exists</c> (RFC 5228 §5.5).</summary>
internal sealed class ExistsTest : TestDefinition
{
    private const string Names = "the header names";

    public override string Name => "exists";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Names, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) => new Node(arguments.Texts(Names)!);

    private sealed class Node(TextList names) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            foreach (var name in names.Expand(run))
            {
                if (run.Message.Fields(name).Count == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
