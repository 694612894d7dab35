namespace Mail.Local.Services;

/// <summary>The executables that were built together with this one.</summary>
internal static class Programs
{
    public static string Gateway => Find("Mail.Gateway", "Mail.Gateway");

    public static string Functions => Find("Mail.Functions", "Mail.Functions");

    public static string Mailctl => Find("Mail.Ctl", "mailctl");

    /// <summary>With artifacts output (UseArtifactsOutput) the layout is artifacts/bin/project/configuration/, for each project alike.</summary>
    private static string Find(string project, string name)
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var bin = Path.GetDirectoryName(Path.GetDirectoryName(own))!;
        var path = Path.Combine(bin, project, Path.GetFileName(own), OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        return File.Exists(path)
            ? path
            : throw new StartupException($"{path} is missing. Build first: dotnet build infra/local");
    }
}
