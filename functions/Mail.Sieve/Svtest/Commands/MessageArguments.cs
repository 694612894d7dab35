namespace Mail.Sieve.Svtest;

/// <summary>The arguments of <c>test_message ( :smtp | :folder "name" ) index</c>, which is a command and a test.</summary>
internal static class MessageArguments
{
    public const string Name = "test_message";

    private const string Folder = "folder";
    private const string Group = "where the message is";
    private const string Index = "index";

    public static IReadOnlyList<TagDefinition> Tags { get; } =
        [new("smtp", Group: Group), new(Folder, ArgumentType.String, Group: Group)];

    public static IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Index, ArgumentType.Number)];

    public static Func<SvtestSession, SieveRun, ValueTask<bool>> Compile(BoundArguments arguments)
    {
        var (folder, index) = (arguments.Text(Folder), (int)Math.Min(arguments.Number(Index)!.Value, int.MaxValue));
        if (arguments.GroupTag(Tags) is null)
        {
            arguments.Fail($"expected :smtp or :{Folder}");
        }

        return (session, run) => session.TakeMessageAsync(run, folder?.Expand(run), index);
    }
}
