namespace Mail.Sieve.Svtest;

/// <summary><c>test_mailbox_delete</c>: there is no such mailbox any more.</summary>
internal sealed class TestMailboxDeleteCommand : SvtestCommandDefinition
{
    private const string Which = "mailbox";

    public override string Name => "test_mailbox_delete";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Which, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var which = arguments.Text(Which)!;
        return new SvtestCommandNode(arguments.Position, (session, run) =>
        {
            session.Folders.Delete(which.Expand(run));
            return ValueTask.CompletedTask;
        });
    }
}
