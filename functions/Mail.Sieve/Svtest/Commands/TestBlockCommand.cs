namespace Mail.Sieve.Svtest;

/// <summary><c>test "name" { … }</c>: passes unless something in the block fails it.</summary>
internal sealed class TestBlockCommand : SvtestCommandDefinition
{
    private const string TestName = "name of the test";

    public override string Name => "test";

    public override bool TakesBlock => true;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(TestName, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var (name, block) = (arguments.Text(TestName)!, arguments.Block);
        return new SvtestCommandNode(arguments.Position, async (session, run) =>
        {
            session.BeginTest(run, name.Expand(run));
            await block.ExecuteAsync(run);
            session.EndTest(run);
        });
    }
}
