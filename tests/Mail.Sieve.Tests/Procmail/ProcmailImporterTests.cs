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
        var (expected, actual) = GoldenImport.Run(Folder, name, Extension, ProcmailImporter.Import);

        Assert.Equal(expected, actual);
    }
}
