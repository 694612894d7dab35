namespace Mail.Local;

/// <summary>Where the repository lies; everything else is found from there, whatever the current folder is.</summary>
internal static class RepositoryRoot
{
    /// <exception cref="InvalidOperationException">The program does not run from a build inside the repository.</exception>
    public static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Mail.Cloud.sln")))
                return folder;
        }

        throw new InvalidOperationException(
            $"No Mail.Cloud.sln above {AppContext.BaseDirectory}. Run it from the repository: dotnet run --project infra/local");
    }
}
