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

    /// <summary>Linux's own limit, path_resolution(7).</summary>
    private const int MaxLinks = 40;

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
            var file = Resolve(IsInside(Path.GetFullPath(path), root) ? path : Path.Join(root, path));
            return file is not null && Resolve(root) is { } real && IsInside(file, real) && new FileInfo(file) is { Exists: true } info ? ReadAtMost(info) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The path without a link in it, which may lead out of the root in its middle as well; <c>null</c> when they lead in a circle.</summary>
    private static string? Resolve(string path)
    {
        var (resolved, rest) = ("/", new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()));
        for (var links = 0; rest.TryPop(out var part);)
        {
            var next = part == ".." ? Path.GetDirectoryName(resolved) ?? "/" : Path.Combine(resolved, part);
            if (part is "." or ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = part == "." ? resolved : next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            resolved = target.StartsWith('/') ? "/" : resolved;
            target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse().ToList().ForEach(rest.Push);
        }

        return resolved;
    }

    /// <summary>Pipes and devices have no length; to open one may take for ever, and some have no end.</summary>
    private static string? ReadAtMost(FileInfo file) =>
        file.Length is > 0 and <= MaxFile ? Encoding.UTF8.GetString(File.ReadAllBytes(file.FullName)) : file.Length == 0 ? "" : null;

    private static bool IsInside(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
