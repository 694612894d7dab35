namespace Mail.Sieve;

/// <summary><c>not</c> (RFC 5228 §5.8).</summary>
internal sealed class NotTest : TestDefinition
{
    public override string Name => "not";

    public override TestsTaken Tests => TestsTaken.One;

    public override TestNode Compile(BoundArguments arguments) =>
        arguments.Tests[0].Known is { } known ? ConstantTest.Of(!known, arguments.Tests[0].IsFromIhave) : new Node(arguments.Tests[0]);

    private sealed class Node(TestNode test) : TestNode
    {
        public override async ValueTask<bool> EvaluateAsync(SieveRun run) => !await test.EvaluateAsync(run);
    }
}
