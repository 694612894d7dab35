namespace Mail.Sieve;

/// <summary><c>allof</c> (RFC 5228 §5.2).</summary>
internal sealed class AllOfTest : TestDefinition, IShortCircuit
{
    public override string Name => "allof";

    public override TestsTaken Tests => TestsTaken.List;

    public bool EndsOn => false;

    public override TestNode Compile(BoundArguments arguments) => TestListNode.Of(arguments, endsOn: false);
}
