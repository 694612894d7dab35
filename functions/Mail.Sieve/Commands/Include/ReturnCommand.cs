namespace Mail.Sieve;

/// <summary><c>return</c> (RFC 6609 §3.3).</summary>
internal sealed class ReturnCommand : CommandDefinition
{
    public override string Name => "return";

    public override string Capability => Sieve.Capability.Include;

    public override CommandNode Compile(BoundArguments arguments) => new Node(arguments.Position);

    private sealed class Node(ScriptPosition position) : CommandNode(position)
    {
        public override ValueTask<Flow> ExecuteAsync(SieveRun run) => new(Flow.Return);
    }
}
