namespace Mail.Ctl;

/// <param name="Problem">Why nothing is taken from there; <c>null</c> for files and directories.</param>
internal readonly record struct SourceEntry(string Path, SourceKind Kind, string? Problem = null)
{
    // Whoever owns the files may have made it, and whoever imports them may read more than he.
    private const string Link = "it is a link, and links are not followed: to import it, name it";

    // Those that the platform leaves out by itself are told here.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>What a directory holds, in the order of the names. One that is a link, or cannot be read, is its own only entry.</summary>
    public static IReadOnlyList<SourceEntry> Read(string directory, bool mayBeLink)
    {
        var info = new DirectoryInfo(directory);
        if (!mayBeLink && info.LinkTarget is not null)
        {
            return [new(directory, SourceKind.LinkToDirectory, Link)];
        }

        try
        {
            return [.. info.EnumerateFileSystemInfos("*", Everything).OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(From)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new(directory, SourceKind.Unreadable, e.Message)];
        }
    }

    private static SourceEntry From(FileSystemInfo entry)
    {
        var path = entry.FullName;
        return entry.LinkTarget is not null ? new(path, Directory.Exists(path) ? SourceKind.LinkToDirectory : SourceKind.LinkToFile, Link)
            : new(path, entry is DirectoryInfo ? SourceKind.Directory : SourceKind.File);
    }
}
