namespace Mail.Sieve.Svtest;

/// <summary><c>test_binary_load</c>: the script that was kept is the one to run.</summary>
internal sealed class TestBinaryLoadCommand : SvtestCommandDefinition
{
    private const string Which = "name";

    public override string Name => "test_binary_load";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Which, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var which = arguments.Text(Which)!;
        return new SvtestCommandNode(arguments.Position, (session, run) =>
        {
            session.LoadScript(which.Expand(run));
            return ValueTask.CompletedTask;
        });
    }
}
