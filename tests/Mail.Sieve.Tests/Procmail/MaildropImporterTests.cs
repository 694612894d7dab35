using Mail.Sieve.Procmail;

namespace Mail.Sieve.Tests.Procmail;

public class MaildropImporterTests
{
    private const string Folder = "maildrop";
    private const string Extension = "mailfilter";

    public static TheoryData<string> Files => GoldenImport.Names(Folder, Extension);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_becomes_these_rows_and_findings(string name)
    {
        var imported = GoldenImport.Import(Folder, name, Extension, MaildropImporter.Import);

        Assert.Equal(GoldenImport.Expected(Folder, name), GoldenImport.Write(imported));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_row_compiles(string name) => GoldenImport.AssertCompiles(GoldenImport.Import(Folder, name, Extension, MaildropImporter.Import));

    [Fact]
    public void Blocks_and_parentheses_end_at_the_limit()
    {
        var blocks = Import(string.Concat(Enumerable.Repeat("if ( /^Subject:.*x/ )\n{\n", 5000)));
        var parentheses = Import($"if ( {new string('(', 5000)}1\n    to \"x\"\n");
        var statements = Import(string.Concat(Enumerable.Repeat("if ( 1 )\n", 5000)));

        Assert.Empty(blocks.Rules);
        Assert.Empty(parentheses.Rules);
        Assert.Empty(statements.Rules);
        Assert.Contains(blocks.Findings, finding => finding.Remark == "more than 15 blocks within blocks");
        Assert.Contains(parentheses.Findings, finding => finding.Remark == "the expression is nested too deep");
    }

    [Fact]
    public void A_file_that_includes_itself_is_read_a_limited_number_of_times()
    {
        const string text = "include \"a\"\ninclude \"a\"\n";
        var reads = 0;

        MaildropImporter.Import("a", text, new ImportOptions
        {
            ReadFile = _ =>
            {
                reads++;
                return text;
            },
        });

        Assert.InRange(reads, 1, 50);
    }

    private static ImportedRules Import(string text) => MaildropImporter.Import("a", text, new ImportOptions());
}
