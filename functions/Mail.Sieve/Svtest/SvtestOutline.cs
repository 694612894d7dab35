namespace Mail.Sieve.Svtest;

/// <summary>The tests of a file that cannot be run.</summary>
internal static class SvtestOutline
{
    /// <summary>Each test of the file as failed, for the first problem of the file.</summary>
    public static SvtestReport AllFail(string path, string text, IReadOnlyList<SieveProblem> problems)
    {
        var options = SieveOptions.Default;
        var commands = new ScriptParser(text, options, new ProblemList(path, options.MaxProblems)).ReadScript();
        var names = commands.Where(command => command.Name == "test").Select(NameOf).DefaultIfEmpty("").ToList();
        return new SvtestReport
        {
            File = path,
            Failures = [.. names.Select(name => new SvtestFailure(path, name, problems[0].ToString()))],
            Unsupported = UnknownCapability(commands),
        };
    }

    private static string NameOf(SyntaxCommand command) => command.Arguments is [StringArgument { Items: [var name, ..] }, ..] ? name.Text : "";

    private static string? UnknownCapability(IReadOnlyList<SyntaxCommand> commands) => commands
        .Where(command => command.Name == "require")
        .SelectMany(command => command.Arguments.OfType<StringArgument>())
        .SelectMany(argument => argument.Items)
        .Select(item => item.Text)
        .FirstOrDefault(capability => !SvtestLanguage.Language.Capabilities.Contains(capability));
}
