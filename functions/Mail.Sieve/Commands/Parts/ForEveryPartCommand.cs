namespace Mail.Sieve;

/// <summary><c>foreverypart</c> (RFC 5703 §3).</summary>
internal sealed class ForEveryPartCommand : CommandDefinition, ILoop
{
    /// <summary>Loops within loops. RFC 5703 §3 demands at least two; as Pigeonhole's.</summary>
    public const int MaxDepth = 4;

    private const string LoopTag = "name";

    public override string Name => "foreverypart";

    public override string Capability => Sieve.Capability.ForEveryPart;

    public override bool TakesBlock => true;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [new(LoopTag, ArgumentType.String)];

    public string LoopName(BoundArguments arguments) => arguments.Text(LoopTag)?.Constant ?? "";

    public override CommandNode Compile(BoundArguments arguments)
    {
        var name = arguments.Constant(LoopTag);
        if (arguments.Binder.Loops.Count >= MaxDepth)
        {
            arguments.Fail($"expected at most {MaxDepth} loops within each other");
        }

        return new ForEveryPartNode(arguments.Position, name, arguments.Block);
    }
}
