using System.Text.RegularExpressions;
using Mail.Core;
using Mail.Processing;
using Mail.Testing;

namespace Mail.Ctl.Tests;

/// <summary>The examples of docs/rules.md are typed as they are printed.</summary>
public partial class RulePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "rules.md"));

    public static TheoryData<string> Commands => [.. Command().Matches(Page).Select(match => match.Value)];

    public static TheoryData<string> Scripts => [.. Script().Matches(Page).Select(match => match.Groups["text"].Value)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_page_adds_its_rule(string line)
    {
        var world = CtlWorld.WithAlice();
        var words = Word().Matches(line).Select(match => match.Groups["quoted"] is { Success: true } quoted ? quoted.Value : match.Value);

        (await world.RunAsync([.. words.Skip(1)])).Succeeded();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_of_the_page_compiles(string text) =>
        Assert.Null(RuleCompiler.Problem(new Rule { Scope = RuleScope.Site, Name = "page", Script = text }));

    [Fact]
    public void There_are_ten_of_each()
    {
        Assert.True(Commands.Count >= 10);
        Assert.True(Scripts.Count >= 10);
    }

    // Those that read a file are left out.
    [GeneratedRegex("^mailctl rule add (?!.*--script).*--actions.*$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("^```sieve\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"'(?<quoted>[^']*)'|\S+")]
    private static partial Regex Word();
}
