namespace Mail.Sieve.Svtest;

/// <summary><c>test_binary_save</c>: keeps the script that was compiled last. It stays in memory: our compiled scripts have no form on disk.</summary>
internal sealed class TestBinarySaveCommand : SvtestCommandDefinition
{
    private const string Which = "name";

    public override string Name => "test_binary_save";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Which, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var which = arguments.Text(Which)!;
        return new SvtestCommandNode(arguments.Position, (session, run) =>
        {
            session.SaveScript(which.Expand(run));
            return ValueTask.CompletedTask;
        });
    }
}
