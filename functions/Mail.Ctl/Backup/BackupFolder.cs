using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Ctl;

/// <summary>
/// A folder of backups. Each has a folder with the time at which it began: <c>backup.json</c>, <c>tables/TABLE.jsonl</c>, <c>blobs/CONTAINER.jsonl</c>. The contents of
/// blobs are shared by all of them, below <c>content/CONTAINER/</c>, under the names that they have in the storage: a further backup adds what is new.
/// </summary>
internal sealed class BackupFolder(string root)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Octets. The file systems in use allow 255, and a hash may come behind it.</summary>
    private const int MaxName = 160;

    public string Root => root;

    /// <summary>Keeps others from making a backup here at the same time: the older ones that they remove would be taken with what this one has fetched.</summary>
    /// <exception cref="IOException">Somebody makes one.</exception>
    public IDisposable Lock()
    {
        try
        {
            // The lock is the open file's, so that none stays behind when the process dies.
            return PrivateFile.Create(Path.Combine(root, ".lock"), FileMode.OpenOrCreate, share: FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"Another backup is being made in {root}, or nothing can be written there: {e.Message}", e);
        }
    }

    /// <summary>Whole backups, the newest first.</summary>
    public IReadOnlyList<BackupGeneration> Generations =>
        !Directory.Exists(root)
            ? []
            : [.. Directory.EnumerateDirectories(root).Select(Path.GetFileName).Where(IsTime).OrderDescending(StringComparer.Ordinal).Select(Generation).Where(made => made.IsWhole)];

    public BackupGeneration Generation(string? name) => new(Path.Combine(root, name!), name!);

    public BackupGeneration Generation(DateTimeOffset started) => Generation(started.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    /// <summary>Backups that were broken off, the oldest first.</summary>
    public IEnumerable<BackupGeneration> BrokenOff => GenerationNames.Order(StringComparer.Ordinal).Select(Generation).Where(made => !made.IsWhole);

    /// <summary>All folders of backups, those that were broken off, too.</summary>
    public IEnumerable<string> GenerationNames => Directory.EnumerateDirectories(root).Select(Path.GetFileName).OfType<string>().Where(IsTime);

    /// <param name="file">As in <see cref="BackupEntry.File"/>.</param>
    /// <exception cref="IOException">It would be somewhere else.</exception>
    public string ContentPath(string container, string file)
    {
        var folder = Path.GetFullPath(Path.Combine(root, "content", container)) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(folder, file));
        return path.StartsWith(folder, StringComparison.Ordinal) && !container.AsSpan().ContainsAny('/', '\\', '.')
            ? path
            : throw new IOException($"The backup names a file outside of it: {container}/{file}");
    }

    /// <summary>
    /// A file name for a blob: its name, in which everything but letters, digits and a few signs is percent-encoded, so that no name leads out of the folder or is
    /// one that a file system takes for another.
    /// </summary>
    public static string FileNameOf(string blob)
    {
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(blob))
        {
            var plain = char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'@' or (byte)'=' or (byte)'+' || (octet == '.' && encoded.Length > 0);
            encoded = plain ? encoded.Append((char)octet) : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.Length <= MaxName ? encoded.ToString() : "%" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blob)));
    }

    private static bool IsTime(string? name) => DateTimeOffset.TryParseExact(name, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
