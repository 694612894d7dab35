namespace Mail.Sieve.Svtest;

/// <summary><c>test_config_reload [:extension "name"]</c>: the settings take effect. Here all of them do, whichever extension is named.</summary>
internal sealed class TestConfigReloadCommand : SvtestCommandDefinition
{
    public override string Name => "test_config_reload";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [new("extension", ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments) => new SvtestCommandNode(arguments.Position, (session, run) =>
    {
        session.Reload(run);
        return ValueTask.CompletedTask;
    });
}
