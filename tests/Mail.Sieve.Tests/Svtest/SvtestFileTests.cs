using Mail.Sieve.Svtest;

namespace Mail.Sieve.Tests.Svtest;

/// <summary>The test files in <c>testdata/svtest</c>.</summary>
public sealed class SvtestFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "svtest");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.svtest").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task All_tests_of_a_file_pass(string file)
    {
        var report = await new SvtestRunner(new FolderFiles(Folder), TimeProvider.System).RunAsync(file, TestContext.Current.CancellationToken);

        Assert.Empty(report.Failures);
        Assert.InRange(report.Passed, 1, int.MaxValue);
    }

    private sealed class FolderFiles(string folder) : ISvtestFiles
    {
        public byte[]? Read(string path) => File.Exists(Path.Combine(folder, path)) ? File.ReadAllBytes(Path.Combine(folder, path)) : null;
    }
}
