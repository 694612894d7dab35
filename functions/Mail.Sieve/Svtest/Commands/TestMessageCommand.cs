namespace Mail.Sieve.Svtest;

/// <summary><c>test_message</c>: what follows sees that message; the test fails when there is none.</summary>
internal sealed class TestMessageCommand : SvtestCommandDefinition
{
    public override string Name => MessageArguments.Name;

    public override IReadOnlyList<TagDefinition> Tags => MessageArguments.Tags;

    public override IReadOnlyList<PositionalDefinition> Positionals => MessageArguments.Positionals;

    public override CommandNode Compile(BoundArguments arguments)
    {
        var (take, position) = (MessageArguments.Compile(arguments), arguments.Position);
        return new SvtestCommandNode(position, async (session, run) =>
        {
            if (!await take(session, run))
            {
                run.Fail(position, "there is no such message");
            }
        });
    }
}
