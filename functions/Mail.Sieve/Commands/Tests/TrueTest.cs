namespace Mail.Sieve;

/// <summary><c>true</c> (RFC 5228 §5.10).</summary>
internal sealed class TrueTest : TestDefinition
{
    public override string Name => "true";

    public override TestNode Compile(BoundArguments arguments) => ConstantTest.True;
}
