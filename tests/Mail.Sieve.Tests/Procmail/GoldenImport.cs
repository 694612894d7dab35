using System.Text;
using Mail.Sieve.Procmail;

namespace Mail.Sieve.Tests.Procmail;

/// <summary>Files of a filter language, each beside what becomes of it: the rows, then the findings.</summary>
internal static class GoldenImport
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "testdata");

    public static TheoryData<string> Names(string folder, string extension) =>
        [.. Directory.GetFiles(Path.Combine(Root, folder), "*." + extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static ImportedRules Import(string folder, string name, string extension, Func<string, string, ImportOptions, ImportedRules> import)
    {
        var options = new ImportOptions { Home = "/home/joe", User = "joe", Domain = "example.test", ReadFile = file => Included(folder, file) };
        return import($"{name}.{extension}", File.ReadAllText(Path.Combine(Root, folder, $"{name}.{extension}")), options);
    }

    public static string Expected(string folder, string name) => File.ReadAllText(Path.Combine(Root, folder, name + ".expected"));

    /// <summary>As rows, where every extension is at hand.</summary>
    public static void AssertCompiles(ImportedRules imported)
    {
        var compiler = new SieveCompiler(new SieveOptions { RequireExtensions = false });
        Assert.All(imported.Rules, rule =>
        {
            var compilation = compiler.Compile(rule.Name, $"if {rule.Test}\n{{\n{rule.Actions}\n}}\n");
            Assert.True(compilation.Script is not null, $"{rule.Test} {rule.Actions}: {string.Join("; ", compilation.Problems)}");
        });
    }

    public static string Write(ImportedRules imported)
    {
        var text = new StringBuilder();
        foreach (var rule in imported.Rules)
        {
            text.Append($"# {rule.Name} from {rule.Origin}\nif {rule.Test} {{\n{rule.Actions}\n}}\n\n");
        }

        foreach (var finding in imported.Findings)
        {
            text.Append($"{finding.File}:{finding.Line} {finding.Outcome}: {finding.Source}\n{(finding.Remark is null ? "" : $"    {finding.Remark}\n")}");
        }

        return text.ToString();
    }

    /// <summary>Only what is in the folder of that name: a path says no more than its last part.</summary>
    private static string? Included(string folder, string path)
    {
        var file = Path.Combine(Root, folder, "files", Path.GetFileName(path));
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
