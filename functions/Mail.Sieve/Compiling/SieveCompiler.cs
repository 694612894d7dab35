namespace Mail.Sieve;

/// <summary>Makes scripts of text. One compiler may be used by many at once.</summary>
public sealed class SieveCompiler
{
    private readonly SieveOptions _options;
    private readonly Language _language;

    public SieveCompiler(SieveOptions options)
        : this(options, Language.Standard)
    {
    }

    internal SieveCompiler(SieveOptions options, Language language)
    {
        _options = options;
        _language = language;
    }

    /// <summary>The extensions that scripts can require, by the names of RFC 5228 §2.10.5.</summary>
    public IEnumerable<string> Capabilities => _language.Capabilities.Where(c => _options.Extensions?.Contains(c) != false);

    /// <param name="name">For people: where the text comes from. Problems and actions name it.</param>
    /// <param name="text">Of any origin; octets that are no UTF-8 as <see cref="SieveText.Decode"/> gives them.</param>
    public Compilation Compile(string name, string text)
    {
        var problems = new ProblemList(name, _options.MaxProblems);
        if (text.Length > _options.MaxScriptLength)
        {
            problems.Add(new ScriptPosition(1, 1), $"expected at most {_options.MaxScriptLength} characters, but there are {text.Length}");
            return new Compilation(null, problems.Sorted());
        }

        // Editors of Windows begin UTF-8 with a byte order mark, which is no part of the text.
        var commands = new ScriptParser(text.TrimStart('\uFEFF'), _options, problems).ReadScript();
        var binder = new ScriptBinder(_language, _options, problems);
        var body = binder.Bind(commands);
        return problems.Problems.Count == 0
            ? new Compilation(new SieveScript(name, body, binder.Active), [])
            : new Compilation(null, problems.Sorted());
    }
}
