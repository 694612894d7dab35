using Mail.Sieve.Procmail;

namespace Mail.Sieve.Tests.Procmail;

public class ProcmailImporterTests
{
    private const string Folder = "procmail";
    private const string Extension = "rc";

    public static TheoryData<string> Files => GoldenImport.Names(Folder, Extension);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_becomes_these_rows_and_findings(string name)
    {
        var imported = GoldenImport.Import(Folder, name, Extension, ProcmailImporter.Import);

        Assert.Equal(GoldenImport.Expected(Folder, name), GoldenImport.Write(imported));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_row_compiles(string name) => GoldenImport.AssertCompiles(GoldenImport.Import(Folder, name, Extension, ProcmailImporter.Import));
}
