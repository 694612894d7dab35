using System.Globalization;

namespace Mail.Local.Processes;

/// <summary>Finds who listens on a TCP port. Linux tells by /proc (proc(5)); elsewhere, and for other users' processes, it stays unknown.</summary>
internal static class PortOwner
{
    // "0A" in the state column of /proc/net/tcp is TCP_LISTEN (include/net/tcp_states.h).
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Name and id such as <c>node, process 4711</c>, or null.</summary>
    public static string? Find(int port)
    {
        if (!OperatingSystem.IsLinux() || FindInode(port) is not { } inode)
            return null;
        var target = $"socket:[{inode}]";
        return Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _) && Holds(folder, target))
            .Select(folder => $"{File.ReadAllText($"{folder}/comm").Trim()}, process {Path.GetFileName(folder)}")
            .FirstOrDefault();
    }

    private static string? FindInode(int port)
    {
        var address = $":{port:X4}";
        return Tables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            // Columns: sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode
            .FirstOrDefault(columns => columns.Length > 9 && columns[1].EndsWith(address, StringComparison.Ordinal) && columns[3] == Listening)?[9];
    }

    private static bool Holds(string processFolder, string target)
    {
        try
        {
            return Directory.EnumerateFiles($"{processFolder}/fd").Any(fd => new FileInfo(fd).LinkTarget == target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it ended meanwhile, or is another user's
        }
    }
}
