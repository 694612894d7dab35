using System.Text;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// The files that an imported one may name: those in its folder and below. The importer runs as an operator who may read more, over a file that is
/// somebody else's.
/// </summary>
/// <param name="folder">Where the imported file is, as a full path.</param>
/// <param name="home">What stands for that folder in paths of the file.</param>
internal sealed class FilterFiles(string folder, string home)
{
    /// <returns><c>null</c> when there is no such file here, or it is no text.</returns>
    public string? Read(string path)
    {
        var below = path.StartsWith(home + "/", StringComparison.Ordinal) ? path[(home.Length + 1)..] : path.StartsWith("~/", StringComparison.Ordinal) ? path[2..] : null;
        if (below is null || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var file = new FileInfo(Path.GetFullPath(Path.Combine(folder, below)));
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return !IsInside(file) || !IsInside(target) || !target.Exists || target.Length > Rule.MaxText ? null : File.ReadAllText(target.FullName, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool IsInside(FileInfo file) => file.FullName.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
