namespace Mail.Sieve.Svtest;

/// <summary>
/// Looks through the scripts that a script includes before any is run, as Pigeonhole does when it compiles and its tests expect. With us a script may be
/// there by the time that it is included, so that the engine finds these errors when it runs.
/// </summary>
internal sealed class SvtestIncludes(SvtestScripts scripts, SieveOptions options)
{
    private readonly HashSet<string> _included = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];

    /// <returns>What is wrong, with one more error for each script on the way to it.</returns>
    public IReadOnlyList<string> Check(string name)
    {
        Check(name, []);
        return _errors;
    }

    private void Check(string path, string[] chain)
    {
        if (scripts.Read(path) is not { } text)
        {
            return;
        }

        var commands = new ScriptParser(text, options, new ProblemList(path, options.MaxProblems)).ReadScript();
        foreach (var include in commands.SelectMany(All).Where(command => command.Name == "include"))
        {
            CheckInclude(include, [.. chain, path]);
        }
    }

    private void CheckInclude(SyntaxCommand include, string[] chain)
    {
        var name = include.Arguments.OfType<StringArgument>().FirstOrDefault()?.Items[0].Text ?? "";
        // What is no name of a script the compiler tells.
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
        {
            return;
        }

        var path = SvtestScripts.PathOf(Has(include, "global") ? IncludeLocation.Global : IncludeLocation.Personal, name);
        var before = _errors.Count;
        if (Problem(path, chain, isOptional: Has(include, "optional")) is { } problem)
        {
            _errors.Add(problem);
        }
        else if (scripts.Read(path) is not null)
        {
            _included.Add(path);
            Check(path, chain);
            if (_errors.Count > before)
            {
                _errors.Add($"failed to compile included script '{name}'");
            }
        }
    }

    private string? Problem(string path, string[] chain, bool isOptional) =>
        chain.Contains(path) ? $"circular include of '{path}'"
        : chain.Length > options.MaxIncludeDepth ? $"cannot nest includes deeper than {options.MaxIncludeDepth} levels"
        : !_included.Contains(path) && _included.Count >= options.MaxIncludes ? $"more than {options.MaxIncludes} scripts included"
        : scripts.Read(path) is null && !isOptional ? $"there is no script '{path}' to include"
        : null;

    private static bool Has(SyntaxCommand command, string tag) => command.Arguments.OfType<TagArgument>().Any(argument => argument.Name == tag);

    private static IEnumerable<SyntaxCommand> All(SyntaxCommand command) => (command.Block ?? []).SelectMany(All).Prepend(command);
}
