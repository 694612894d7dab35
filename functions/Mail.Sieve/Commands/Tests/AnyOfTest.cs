namespace Mail.Sieve;

/// <summary><c>anyof</c> (RFC 5228 §5.3).</summary>
internal sealed class AnyOfTest : TestDefinition, IShortCircuit
{
    public override string Name => "anyof";

    public override TestsTaken Tests => TestsTaken.List;

    public bool EndsOn => true;

    public override TestNode Compile(BoundArguments arguments) => TestListNode.Of(arguments, endsOn: true);
}
