namespace Mail.Ctl;

/// <summary>Files with mail in them: readable by their owner only, as every delivery agent makes them.</summary>
internal static class PrivateFile
{
    public static FileStream Create(string path, FileMode mode, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Options = options };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }
}
