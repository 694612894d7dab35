namespace Mail.Sieve;

/// <summary><c>keep</c> (RFC 5228 §4.3).</summary>
internal sealed class KeepCommand : CommandDefinition
{
    public override string Name => "keep";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [FlagTag.Definition];

    public override CommandNode Compile(BoundArguments arguments) => new Node(arguments.Position, arguments.Texts(FlagTag.Name));

    private sealed class Node(ScriptPosition position, TextList? flags) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            run.Actions.ImplicitKeep = false;
            run.Add(new KeepAction { Origin = run.Origin(Position), Flags = FlagTag.Flags(flags, run), Edits = run.Edits }, Position);
        }
    }
}
