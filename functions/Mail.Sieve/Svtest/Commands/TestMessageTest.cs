namespace Mail.Sieve.Svtest;

/// <summary><c>test_message</c> as a test: whether there is that message, which what follows then sees.</summary>
internal sealed class TestMessageTest : SvtestTestDefinition
{
    public override string Name => MessageArguments.Name;

    public override IReadOnlyList<TagDefinition> Tags => MessageArguments.Tags;

    public override IReadOnlyList<PositionalDefinition> Positionals => MessageArguments.Positionals;

    public override TestNode Compile(BoundArguments arguments) => new SvtestTestNode(MessageArguments.Compile(arguments));
}
