using System.Text;

namespace Mail.Ctl;

/// <summary>
/// Files that a file of the other machine names: those under a folder that stands for its root. Whoever runs this may read more than the writer of the file.
/// </summary>
/// <param name="root">A full path.</param>
internal sealed class IncludedFiles(string root)
{
    /// <summary>Octets: of a list's members.</summary>
    private const int MaxFile = 4 * 1024 * 1024;

    /// <param name="path">As the other machine has it, from its root.</param>
    /// <returns><c>null</c> when there is no such file under the root.</returns>
    public string? Read(string path)
    {
        if (!path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            // The root may be the machine's own, and then it is part of the path already.
            var file = new FileInfo(Path.GetFullPath(IsInside(Path.GetFullPath(path)) ? path : Path.Join(root, path)));
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return IsInside(file.FullName) && IsInside(target.FullName) && target.Exists ? ReadAtMost(target) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Files that have no end, as those in /dev, have no length either.</summary>
    private static string? ReadAtMost(FileInfo file)
    {
        using var stream = file.OpenRead();
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0 && text.Length <= MaxFile;)
        {
            text.Write(buffer, 0, read);
        }

        return text.Length > MaxFile ? null : Encoding.UTF8.GetString(text.ToArray());
    }

    private bool IsInside(string path) => path.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);
}
