namespace Mail.Sieve.Svtest;

/// <summary><c>test_error [:index n] … keys</c>: compares the errors of the last script or result that went wrong.</summary>
internal sealed class TestErrorTest : SvtestTestDefinition
{
    private const string Index = "index";
    private const string Keys = "key list";

    public override string Name => "test_error";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, new(Index, ArgumentType.Number)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var (matcher, index) = (Matcher.From(arguments, Keys), arguments.Number(Index));
        return new SvtestTestNode((session, run) => ValueTask.FromResult(SvtestValues.Match(matcher, run, session.Errors, index)));
    }
}
