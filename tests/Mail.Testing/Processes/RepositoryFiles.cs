namespace Mail.Testing;

/// <summary>Where the built programs are, found from the place of this assembly under <c>artifacts/</c>.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The executable of a project, built in the same configuration as this assembly.</summary>
    /// <param name="build">The folder <c>artifacts/bin</c> of another version; <c>null</c> for this one's.</param>
    public static string Executable(string project, string? assembly = null, string? build = null)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Path.Combine(build ?? Path.Combine(Root, "artifacts", "bin"), project, configuration, assembly ?? project);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mail.Cloud.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Mail.Cloud.sln above {AppContext.BaseDirectory}.");
    }
}
