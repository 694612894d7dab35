namespace Mail.Sieve;

/// <summary><c>valid_notify_method</c> (RFC 5435 §4): all of the URIs.</summary>
internal sealed class ValidNotifyMethodTest : TestDefinition
{
    private const string Methods = "URIs";

    public override string Name => "valid_notify_method";

    public override string Capability => Sieve.Capability.Enotify;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Methods, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) => new Node(arguments.Texts(Methods)!);

    private sealed class Node(TextList methods) : DirectTest
    {
        protected override bool Evaluate(SieveRun run) =>
            Array.TrueForAll(methods.Expand(run), uri => NotifyMethods.Problem(uri, run.Options) is null);
    }
}
