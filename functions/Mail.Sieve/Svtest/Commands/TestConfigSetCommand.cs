namespace Mail.Sieve.Svtest;

/// <summary><c>test_config_set</c>: a setting by its name in Pigeonhole, in force from the next reload on.</summary>
internal sealed class TestConfigSetCommand : SvtestCommandDefinition
{
    private const string Setting = "setting";
    private const string Value = "value";

    public override string Name => "test_config_set";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Setting, ArgumentType.String), new(Value, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var (setting, value) = (arguments.Text(Setting)!, arguments.Text(Value)!);
        return new SvtestCommandNode(arguments.Position, (session, run) =>
        {
            session.Settings.Set(setting.Expand(run), value.Expand(run));
            return ValueTask.CompletedTask;
        });
    }
}
