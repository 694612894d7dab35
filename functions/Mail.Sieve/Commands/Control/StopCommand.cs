namespace Mail.Sieve;

/// <summary><c>stop</c> (RFC 5228 §3.3).</summary>
internal sealed class StopCommand : CommandDefinition
{
    public override string Name => "stop";

    public override CommandNode Compile(BoundArguments arguments) => new Node(arguments.Position);

    private sealed class Node(ScriptPosition position) : CommandNode(position)
    {
        public override ValueTask<Flow> ExecuteAsync(SieveRun run) => new(Flow.Stop);
    }
}
