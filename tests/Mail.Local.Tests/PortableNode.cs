namespace Mail.Local.Tests;

/// <summary>Where Node.js is on this machine.</summary>
internal static class PortableNode
{
    /// <summary>Full path of the program on the PATH, or null.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node"))
        .FirstOrDefault(File.Exists);
}
