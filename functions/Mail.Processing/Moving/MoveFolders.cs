using Mail.Core;

namespace Mail.Processing;

/// <summary>Which remote folder becomes which of ours, and in which order.</summary>
internal static class MoveFolders
{
    /// <summary>Where Gmail keeps what it shows in other folders, too (https://developers.google.com/gmail/imap/imap-extensions).</summary>
    private static readonly string[] GoogleRoots = ["[Gmail]/", "[Google Mail]/"];

    // RFC 6154 §2; what the folders are called here, whatever the language there.
    private static readonly Dictionary<string, string> Special = new(StringComparer.OrdinalIgnoreCase)
    {
        ["\\Junk"] = "Junk",
        ["\\Sent"] = "Sent",
        ["\\Trash"] = "Trash",
        ["\\Drafts"] = "Drafts",
        ["\\Archive"] = "Archive",
        ["\\All"] = "Archive",
    };

    /// <param name="skipped">Gets the folders that only show what others have.</param>
    public static IReadOnlyList<MoveFolder> Plan(IReadOnlyList<RemoteFolderName> remote, Action<string, string> skipped)
    {
        var folders = new List<MoveFolder>();
        foreach (var folder in remote.DistinctBy(folder => folder.Name))
        {
            if (folder.Use == "\\Flagged" || (folder.Use is null && Array.Exists(GoogleRoots, root => folder.Name.StartsWith(root, StringComparison.Ordinal))))
            {
                skipped(folder.Name, "it shows messages of other folders");
            }
            else if (Local(folder) is { } local)
            {
                folders.Add(new MoveFolder(folder.Name, local, HoldsAll: folder.Use == "\\All"));
            }
            else
            {
                skipped(folder.Name, $"its name cannot be that of a folder here: 1 to {FolderName.MaxLength} octets and no control characters");
            }
        }

        // What holds everything comes last: then only what is nowhere else is left in it.
        return [.. folders.OrderBy(folder => folder.HoldsAll)];
    }

    private static string? Local(RemoteFolderName folder)
    {
        if (folder.Use is not null && Special.TryGetValue(folder.Use, out var special))
        {
            return special;
        }

        var name = folder.Name.Equals(FolderName.Inbox, StringComparison.OrdinalIgnoreCase) ? FolderName.Inbox : folder.Name;
        return FolderName.TryKey(name, out _) ? name : null;
    }
}
