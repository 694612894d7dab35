using Mail.Sieve.Procmail;

namespace Mail.Sieve.Tests.Procmail;

/// <summary>Files that nobody wrote to sort mail.</summary>
public class ProcmailHostileTests
{
    [Fact]
    public void Blocks_in_blocks_end_at_the_limit()
    {
        var imported = Import(string.Concat(Enumerable.Repeat(":0\n{\n", 5000)));

        Assert.Contains(imported.Findings, finding => finding.Outcome == ImportOutcome.NotConverted);
        Assert.Empty(imported.Rules);
    }

    [Fact]
    public void Groups_in_groups_end_at_the_limit()
    {
        var imported = Import($":0\n* ^Subject:{new string('(', 2000)}x\nfolder\n");

        Assert.Equal("more than 15 groups within groups", Assert.Single(imported.Findings).Remark);
    }

    [Fact]
    public void Alternatives_are_not_multiplied_without_end()
    {
        var alternatives = string.Concat(Enumerable.Repeat("(a|b|c|d)?", 40));
        var imported = Import($":0\n* ^{alternatives}:.*{alternatives}\nfolder\n:0\n* ^Subject:{alternatives}\nfolder\n");

        Assert.True(imported.Rules.Sum(rule => rule.Test.Length) < 100_000);
    }

    [Fact]
    public void A_variable_that_doubles_stops_growing()
    {
        var imported = Import("A=xxxxxxxxxxxxxxxx\n" + string.Concat(Enumerable.Repeat("A=$A$A\n", 40)) + ":0\n* ^Subject:.*x\n$A\n");

        Assert.Contains(imported.Findings, finding => finding.Remark == "it is longer than 8192 characters");
    }

    [Fact]
    public void A_file_that_includes_itself_twice_is_read_a_limited_number_of_times()
    {
        const string text = "INCLUDERC=rc\nINCLUDERC=rc\n:0\n* ^Subject:.*x\nfolder\n";
        var reads = 0;
        var options = new ImportOptions
        {
            ReadFile = _ =>
            {
                reads++;
                return text;
            },
        };

        var imported = ProcmailImporter.Import("rc", text, options);

        Assert.InRange(reads, 1, 50);
        Assert.Contains(imported.Findings, finding => finding.Remark == "rc cannot be read");
    }

    [Fact]
    public void Conditions_that_are_evaluated_again_and_again_end()
    {
        var imported = Import($":0\n* {string.Concat(Enumerable.Repeat("! $ ", 500))}^Subject: x\nfolder\n");

        Assert.Equal("it goes on and on", Assert.Single(imported.Findings).Remark);
    }

    [Fact]
    public void Cases_of_a_copy_are_not_nested_without_end()
    {
        var imported = Import(":0c\n{\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $":0\n* ^Subject:.*{i}\nfolder{i}\n")) + "}\n");

        Assert.Contains(imported.Findings, finding => finding.Remark == "more than 15 cases in a block with flag c");
    }

    [Fact]
    public void A_file_of_ten_megabytes_is_not_read()
    {
        Assert.Equal("the file is longer than 1048576 characters", Assert.Single(Import(new string(':', 10_000_000)).Findings).Remark);
    }

    [Theory]
    [InlineData(":0\n! a@example.org\"; discard; redirect \"b@example.org\n")]
    [InlineData(":0\nfolder\"; discard; #\n")]
    [InlineData(":0\n* ^Subject:.*\"; discard; #\nfolder\n")]
    [InlineData(":0fw\n| formail -I 'X: \"; discard; #'\n")]
    public void What_is_quoted_stays_quoted(string text)
    {
        // Without the strings nothing of the injected command is left.
        Assert.All(Import(text).Rules, rule =>
            Assert.DoesNotContain("discard", System.Text.RegularExpressions.Regex.Replace($"{rule.Test}{rule.Actions}", @"""(\\.|[^""\\])*""", ""), StringComparison.Ordinal));
    }

    [Fact]
    public void What_Sieve_would_take_for_a_variable_is_no_name_of_a_folder()
    {
        Assert.Equal("Sieve would take a part of the name for a variable", Assert.Single(Import(":0\n'a${b}'\n").Findings).Remark);
    }

    private static ImportedRules Import(string text) => ProcmailImporter.Import("rc", text, new ImportOptions());
}
