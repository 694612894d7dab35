using Mail.Core;

namespace Mail.Sieve.Procmail;

/// <summary>What a path in a filter file is here.</summary>
internal sealed record FolderPath
{
    /// <summary>Segments with slashes between them; <c>null</c> for the inbox.</summary>
    public string? Folder { get; init; }

    /// <summary><c>/dev/null</c>.</summary>
    public bool IsNothing { get; init; }

    /// <summary>Why it is no folder.</summary>
    public string? Problem { get; init; }

    /// <summary>What was guessed.</summary>
    public string? Remark { get; init; }

    /// <param name="path">An mbox file, a maildir (a slash at the end), an MH folder (<c>/.</c>), or a folder of Maildir++ (<c>.Name.Sub/</c>).</param>
    /// <param name="current">Where relative paths begin.</param>
    /// <param name="root">Where the folders are.</param>
    /// <param name="inboxes">Paths that are the inbox.</param>
    public static FolderPath Of(string path, string current, string root, string home, IEnumerable<string> inboxes)
    {
        if (path == "/dev/null")
        {
            return new FolderPath { IsNothing = true };
        }

        var full = Absolute(path, current, home);
        if (full == Absolute(root, home, home) || inboxes.Any(inbox => Absolute(inbox, current, home) == full))
        {
            return new FolderPath();
        }

        var (relative, remark) = Relative(full, Absolute(root, home, home).TrimEnd('/'), home);
        var folder = string.Join('/', relative.Split('/').SelectMany(Segments));
        return folder.Length == 0 || FolderName.IsInbox(folder) ? new FolderPath { Remark = remark }
            : !ImportText.HasVariable(folder) && !FolderName.TryKey(folder, out _) ? new FolderPath { Problem = "it is no name of a folder" }
            : ImportText.LooksLikeVariable(folder) ? new FolderPath { Problem = "Sieve would take a part of the name for a variable" }
            : new FolderPath { Folder = folder, Remark = remark };
    }

    private static string Absolute(string path, string root, string home)
    {
        var start = path.StartsWith('/') ? "" : path.StartsWith("~/", StringComparison.Ordinal) ? home : root;
        var segments = (start + "/" + (path.StartsWith("~/", StringComparison.Ordinal) ? path[2..] : path)).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return "/" + string.Join('/', segments.Where(segment => segment != "."));
    }

    private static (string Path, string? Remark) Relative(string full, string root, string home)
    {
        if (full.StartsWith(root + "/", StringComparison.Ordinal))
        {
            return (full[(root.Length + 1)..], null);
        }

        // Where mail programs keep folders below a home; what is beside MAILDIR is found there, too.
        foreach (var parent in new[] { "/Mail", "/mail", "/Maildir", "/maildir", "" })
        {
            if (full.StartsWith($"{home}{parent}/", StringComparison.Ordinal))
            {
                return (full[(home.Length + parent.Length + 1)..], null);
            }
        }

        return (full[(full.LastIndexOf('/') + 1)..], $"of the path {full} only the last name is kept");
    }

    /// <summary>Maildir++ keeps a folder as .Name.Sub, in modified UTF-7 (RFC 3501 §5.1.3).</summary>
    private static IEnumerable<string> Segments(string segment) => segment switch
    {
        ".." or "" => [],
        ['.', .. var name] when !name.StartsWith('.') => name.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(part => ModifiedUtf7.TryDecode(part, out var decoded) ? decoded : part),
        _ => [segment],
    };
}
