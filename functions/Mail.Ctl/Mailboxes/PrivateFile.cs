namespace Mail.Ctl;

/// <summary>Files with mail in them: readable by their owner only, as every delivery agent makes them.</summary>
internal static class PrivateFile
{
    public static FileStream Create(string path, FileMode mode, FileOptions options = FileOptions.None, FileShare share = FileShare.Read)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Options = options, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }

    /// <summary>Makes a folder that only its owner can look into, and those above it that are missing. One that is there stays as it is.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
