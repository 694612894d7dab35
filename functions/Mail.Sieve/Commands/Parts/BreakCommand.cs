namespace Mail.Sieve;

/// <summary><c>break</c> (RFC 5703 §3).</summary>
internal sealed class BreakCommand : CommandDefinition
{
    private const string LoopTag = "name";

    public override string Name => "break";

    public override string Capability => Sieve.Capability.ForEveryPart;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [new(LoopTag, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var name = arguments.Constant(LoopTag);
        if (name is null && arguments.Binder.Loops.Count == 0)
        {
            arguments.Fail("expected 'break' within 'foreverypart'");
        }
        else if (name is not null && !arguments.Binder.Loops.Contains(name))
        {
            arguments.Fail(LoopTag, $"expected the name of a loop around it, but found '{name}'");
        }

        return new Node(arguments.Position, name);
    }

    private sealed class Node(ScriptPosition position, string? name) : CommandNode(position)
    {
        public override ValueTask<Flow> ExecuteAsync(SieveRun run)
        {
            run.BreakTarget = name;
            return ValueTask.FromResult(Flow.Break);
        }
    }
}
