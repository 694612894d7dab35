namespace Mail.Sieve;

/// <summary><c>if</c> (RFC 5228 §3.1).</summary>
internal sealed class IfCommand : CommandDefinition, IConditional
{
    public override string Name => "if";

    public override TestsTaken Tests => TestsTaken.One;

    public override bool TakesBlock => true;

    public override CommandNode Compile(BoundArguments arguments)
    {
        var node = new IfNode(arguments.Position);
        node.Add(arguments.Tests[0], arguments.Block);
        return node;
    }

    public bool IsNever(BoundArguments arguments) => arguments.Tests is [{ Known: false, IsFromIhave: true }];
}
