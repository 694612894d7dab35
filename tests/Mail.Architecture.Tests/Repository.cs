namespace Mail.Architecture.Tests;

/// <summary>The files of the working copy.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["artifacts", "node_modules", ".git", ".local"];

    public static string Root { get; } = FindRoot();

    /// <summary>Full paths of the files that match, without build output and downloaded packages.</summary>
    public static IEnumerable<string> Files(string pattern) => Files(Root, pattern);

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(
            from child in Directory.EnumerateDirectories(folder)
            where !NotOurs.Contains(Path.GetFileName(child))
            from file in Files(child, pattern)
            select file);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mail.Cloud.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Mail.Cloud.sln above {AppContext.BaseDirectory}.");
        return folder;
    }
}
