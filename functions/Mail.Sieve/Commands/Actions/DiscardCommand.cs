namespace Mail.Sieve;

/// <summary><c>discard</c> (RFC 5228 §4.4): cancels the implicit keep and nothing else.</summary>
internal sealed class DiscardCommand : CommandDefinition
{
    public override string Name => "discard";

    public override CommandNode Compile(BoundArguments arguments) => new Node(arguments.Position);

    private sealed class Node(ScriptPosition position) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            run.Actions.ImplicitKeep = false;
            run.Add(new DiscardAction { Origin = run.Origin(Position) }, Position);
        }
    }
}
