using System.Text.RegularExpressions;

namespace Mail.Architecture.Tests;

/// <summary>Pages age silently; these tests make them speak up.</summary>
public partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [.. Repository.Files("*.md").Select(p => Path.GetRelativePath(Repository.Root, p))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_leads_somewhere(string page)
    {
        var path = Path.Combine(Repository.Root, page);

        Assert.All(
            Link().Matches(File.ReadAllText(path)).Select(m => m.Groups["target"].Value),
            target => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)), $"{page} links to {target}, which is not there"));
    }

    /// <summary>The walk through the code is only useful while it names what exists.</summary>
    [Fact]
    public void Every_name_in_the_flow_exists()
    {
        var words = Repository.Files("*.cs").SelectMany(f => Word().Matches(File.ReadAllText(f)).Select(m => m.Value)).ToHashSet();
        var flow = File.ReadAllText(Path.Combine(Repository.Root, "functions", "FLOW.md"));

        var names = CodeName().Matches(flow).Select(m => m.Groups["name"].Value).Distinct().ToList();

        Assert.Contains("MessageFlow.ProcessAsync", names);
        Assert.All(names, name => Assert.True(IsProject(name) || name.Split('.').All(words.Contains), $"FLOW.md names {name}, which is nowhere in the code"));
    }

    private static bool IsProject(string name) => ProjectFile.All.Any(p => p.Name == name);

    // [text](target), neither of another site nor within the page; a place within the target does not matter.
    [GeneratedRegex(@"\]\((?!https?:|mailto:|#)(?<target>[^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    // `Name` or `Name.Member` in code style.
    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]+(\.[A-Z][A-Za-z0-9]+)*)`")]
    private static partial Regex CodeName();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();
}
