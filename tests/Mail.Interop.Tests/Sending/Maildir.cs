namespace Mail.Interop.Tests;

/// <summary>What servers deliver into maildirs below a folder.</summary>
internal static class Maildir
{
    public static IReadOnlyList<string> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(Path.GetDirectoryName(file)) is "new" or "cur").Select(File.ReadAllText)];
}
