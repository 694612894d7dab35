namespace Mail.Sieve.Svtest;

/// <summary><c>test_result_action [:index n] … keys</c>: compares the names of the pending actions.</summary>
internal sealed class TestResultActionTest : SvtestTestDefinition
{
    private const string Index = "index";
    private const string Keys = "key list";

    public override string Name => "test_result_action";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, new(Index, ArgumentType.Number)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var (matcher, index) = (Matcher.From(arguments, Keys), arguments.Number(Index));
        return new SvtestTestNode((session, run) => ValueTask.FromResult(SvtestValues.Match(matcher, run, session.ActionNames(run), index)));
    }
}
