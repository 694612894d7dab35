namespace Mail.Sieve.Svtest;

/// <summary><c>test_set "message" …</c> and the parts of the envelope: what the commands and scripts that follow see.</summary>
internal sealed class TestSetCommand : SvtestCommandDefinition
{
    private const string What = "what to set";
    private const string Value = "value";

    private static readonly string[] Known = ["message", "envelope.from", "envelope.to", "envelope.orig_to", "envelope.auth"];

    public override string Name => "test_set";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(What, ArgumentType.String), new(Value, ArgumentType.String)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        var (what, value) = (arguments.Constant(What), arguments.Text(Value)!);
        if (what is null || !Known.Contains(what))
        {
            arguments.Fail(What, $"expected one of {string.Join(", ", Known)}");
            return null;
        }

        return new SvtestCommandNode(arguments.Position, (session, run) => session.SetAsync(run, what, value.Expand(run)));
    }
}
