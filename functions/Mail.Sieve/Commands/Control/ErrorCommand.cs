namespace Mail.Sieve;

/// <summary><c>error</c> (RFC 5463 §5).</summary>
internal sealed class ErrorCommand : CommandDefinition
{
    private const string Message = "message";

    public override string Name => "error";

    public override string Capability => Sieve.Capability.Ihave;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Message, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments) => new Node(arguments.Position, arguments.Text(Message)!);

    private sealed class Node(ScriptPosition position, TextTemplate message) : ActionNode(position)
    {
        protected override void Execute(SieveRun run) => run.Fail(Position, message.Expand(run));
    }
}
