using System.Text;
using Mail.Core;
using Mail.Sieve;
using Mail.Sieve.Procmail;

namespace Mail.Fuzz.Targets;

/// <summary>Somebody's filter file, which also stands for every file that it names.</summary>
internal sealed class ImporterTarget(string name, Func<string, string, ImportOptions, ImportedRules> import) : IFuzzTarget
{
    // Far above what files of this size have led to; a short file must not become rules without end.
    private const int MostText = 4 * 1024 * 1024;

    // That a file includes itself without end has a test of its own; here it would only take the time.
    private const int MostReads = 2;

    private static readonly SieveCompiler Compiler = new(new SieveOptions { RequireExtensions = false });

    public string Name => name;

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var reads = 0;
        var imported = import(name, text, new ImportOptions { ReadFile = _ => reads++ < MostReads ? text : null, Domain = "example.test" });
        BrokenPromiseException.Unless(
            imported.Rules.Select(rule => rule.Name).Distinct().Count() == imported.Rules.Count && imported.Rules.All(rule => Rule.IsName(rule.Name)),
            "each rule has a name of its own");
        BrokenPromiseException.Unless(imported.Rules.Sum(rule => rule.Test.Length + rule.Actions.Length) < MostText, "rules have an end");
        BrokenPromiseException.Unless(
            imported.Findings.All(finding => !finding.Source.Any(char.IsControl) && finding.Line > 0), "a finding is one line, about one line");
        foreach (var rule in imported.Rules)
        {
            var compilation = Compiler.Compile(rule.Name, $"if {rule.Test}\n{{\n{rule.Actions}\n}}\n");
            BrokenPromiseException.Unless(compilation.Script is not null, $"a rule compiles: {string.Join("; ", compilation.Problems)}\n{rule.Test}\n{rule.Actions}");
        }
    }
}
