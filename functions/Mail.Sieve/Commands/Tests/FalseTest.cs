namespace Mail.Sieve;

/// <summary><c>false</c> (RFC 5228 §5.6).</summary>
internal sealed class FalseTest : TestDefinition
{
    public override string Name => "false";

    public override TestNode Compile(BoundArguments arguments) => ConstantTest.False;
}
