namespace Mail.Sieve.Svtest;

/// <summary><c>test_mailbox_create</c>: there is such a mailbox from now on.</summary>
internal sealed class TestMailboxCreateCommand : SvtestCommandDefinition
{
    private const string Which = "mailbox";

    public override string Name => "test_mailbox_create";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Which, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var which = arguments.Text(Which)!;
        return new SvtestCommandNode(arguments.Position, (session, run) =>
        {
            session.Folders.Create(which.Expand(run));
            return ValueTask.CompletedTask;
        });
    }
}
