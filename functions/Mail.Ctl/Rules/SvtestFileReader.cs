using Mail.Sieve.Svtest;

namespace Mail.Ctl;

/// <summary>Test files on this machine.</summary>
internal sealed class SvtestFileReader : ISvtestFiles
{
    /// <returns>The test files by their names in order; <c>null</c> when there is neither a file nor a folder of the name.</returns>
    public static IReadOnlyList<string>? List(string name) =>
        Directory.Exists(name) ? [.. Directory.EnumerateFiles(name, "*.svtest", SearchOption.AllDirectories).Select(WithSlashes).Order(StringComparer.Ordinal)]
        : File.Exists(name) ? [WithSlashes(name)]
        : null;

    public byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static string WithSlashes(string path) => path.Replace(Path.DirectorySeparatorChar, '/');
}
