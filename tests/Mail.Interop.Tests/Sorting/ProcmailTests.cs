using Mail.Sieve.Procmail;

namespace Mail.Interop.Tests.Sorting;

/// <summary>procmail and the rules that its file becomes put the same mail into the same folders.</summary>
public sealed class ProcmailTests(SampleMessages messages) : IClassFixture<SampleMessages>
{
    private const string Recipient = "joe@example.test";
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "testdata", "sorting", "procmail");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Files).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_folders_are_the_same(string name)
    {
        using var procmail = new ProcmailFolder(await File.ReadAllTextAsync(Path.Combine(Files, name + ".rc"), TestContext.Current.CancellationToken));
        var imported = ProcmailImporter.Import(name, procmail.Text, new ImportOptions { Home = procmail.Home });
        Assert.DoesNotContain(imported.Findings, finding => finding.Outcome == ImportOutcome.NotConverted);
        var scripts = imported.Rules.Select(rule => OurSorting.Compile(rule.Name, $"if {rule.Test}\n{{\n{rule.Actions}\n}}\n", isRow: true)).ToList();

        var differences = new List<string>();
        var places = new HashSet<string>();
        foreach (var message in messages.All)
        {
            var theirs = await procmail.SortAsync(message);
            var ours = OurSorting.Outcome(await OurSorting.RunAsync(scripts, message, Recipient));
            places.UnionWith(theirs);
            if (!theirs.SequenceEqual(ours))
            {
                differences.Add($"{message}: procmail {string.Join(" and ", theirs)}, our rules {string.Join(" and ", ours)}");
            }
        }

        Assert.True(differences.Count == 0, $"{string.Join('\n', differences)}\n{string.Join('\n', imported.Rules)}");
        Assert.True(places.Count > 1, "no recipe of the file has matched");
    }
}
