namespace Mail.Sieve.Svtest;

/// <summary><c>test_config_unset</c>: a setting has its default again, from the next reload on.</summary>
internal sealed class TestConfigUnsetCommand : SvtestCommandDefinition
{
    private const string Setting = "setting";

    public override string Name => "test_config_unset";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Setting, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var setting = arguments.Text(Setting)!;
        return new SvtestCommandNode(arguments.Position, (session, run) =>
        {
            session.Settings.Unset(setting.Expand(run));
            return ValueTask.CompletedTask;
        });
    }
}
