namespace Mail.Sieve;

/// <summary><c>reject</c> and <c>ereject</c> (RFC 5429 §2).</summary>
internal sealed class RejectCommand(string name, bool isExtended) : CommandDefinition
{
    private const string Reason = "reason";

    public override string Name => name;

    public override string Capability => name;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Reason, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments) => new Node(arguments.Position, arguments.Text(Reason)!, isExtended);

    private sealed class Node(ScriptPosition position, TextTemplate reason, bool isExtended) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            run.Actions.ImplicitKeep = false;
            run.Add(new RejectAction { Origin = run.Origin(Position), Reason = reason.Expand(run), Extended = isExtended }, Position);
        }
    }
}
