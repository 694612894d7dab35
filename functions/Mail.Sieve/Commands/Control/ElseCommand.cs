namespace Mail.Sieve;

/// <summary><c>else</c> (RFC 5228 §3.1).</summary>
internal sealed class ElseCommand : CommandDefinition, IConditional
{
    public override string Name => "else";

    public override bool TakesBlock => true;

    public override CommandNode? Compile(BoundArguments arguments) => ElsifCommand.Attach(arguments, ConstantTest.True);

    public bool IsNever(BoundArguments arguments) => arguments.PreviousNode is IfNode { IsDecidedByIhave: true };
}
