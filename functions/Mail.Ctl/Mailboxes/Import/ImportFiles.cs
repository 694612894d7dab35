using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// Finds the messages under a path: an mbox file, a message file, a Maildir with its subfolders, or a directory of <c>.eml</c> and
/// <c>.mbox</c> files. Links are not followed, but named, as is all that cannot be read; names are taken in order, so that a second run sees the same.
/// </summary>
/// <param name="anyName">In a directory without <c>.eml</c> and <c>.mbox</c> files, every file is taken: corpora name their messages by numbers.</param>
internal sealed class ImportFiles(bool isMboxo, bool anyName = false)
{
    private const string TooDeep = "it is too deep in other directories: to import it, name it";
    private const string Special = "it is empty, or no file";

    /// <summary>Directories within each other; what is deeper is named.</summary>
    private const int MaxDepth = 16;

    private static readonly EnumerationOptions Below = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        RecurseSubdirectories = true,
        MaxRecursionDepth = MaxDepth,
    };

    /// <summary>Bytes of all files under the paths: for the progress bar.</summary>
    public static long Size(IEnumerable<string> paths) => paths
        .SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", Below) : [path])
        // A mail server moves its files meanwhile.
        .Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);

    public async IAsyncEnumerable<ImportItem> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = Directory.Exists(path)
            ? IsMaildir(path) ? ReadMaildirAsync(path, cancellationToken) : ReadDirectoryAsync(path, cancellationToken)
            : ReadFileAsync(path, cancellationToken);
        await foreach (var item in items)
        {
            yield return item;
        }
    }

    private static bool IsMaildir(string path) => Directory.Exists(Path.Combine(path, "cur")) || Directory.Exists(Path.Combine(path, "new"));

    private async IAsyncEnumerable<ImportItem> ReadDirectoryAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = Walk(path, depth: 0).ToList();
        var takesAny = anyName && !all.Exists(HoldsMail);
        if (!takesAny && !all.Exists(entry => entry.Problem is not null || HoldsMail(entry)))
        {
            yield return ImportItem.Broken(path, "the directory is no Maildir and holds no .eml or .mbox files");
            yield break;
        }

        foreach (var entry in all)
        {
            if (entry.Problem is not null || IsSpecial(entry.Path))
            {
                yield return ImportItem.Broken(entry.Path, entry.Problem ?? Special);
                continue;
            }

            if (!takesAny && !HoldsMail(entry))
            {
                yield return ImportItem.Broken(entry.Path, "it is neither .eml nor .mbox: to import it, name it", new FileInfo(entry.Path).Length);
                continue;
            }

            await foreach (var item in ReadFileAsync(entry.Path, cancellationToken))
            {
                yield return item;
            }
        }
    }

    private static bool HoldsMail(SourceEntry entry) =>
        entry.Kind == SourceKind.File && Path.GetExtension(entry.Path).ToLowerInvariant() is ".eml" or ".mbox";

    /// <summary>The files below a directory, and what is not read there.</summary>
    private static IEnumerable<SourceEntry> Walk(string path, int depth)
    {
        foreach (var entry in SourceEntry.Read(path, mayBeLink: depth == 0))
        {
            if (entry.Kind != SourceKind.Directory)
            {
                yield return entry;
                continue;
            }

            foreach (var below in depth < MaxDepth ? Walk(entry.Path, depth + 1) : [entry with { Problem = TooDeep }])
            {
                yield return below;
            }
        }
    }

    /// <summary>A pipe, a socket, or a device: whoever opens it may wait for ever. They have no length, nor do empty files, which hold nothing either.</summary>
    private static bool IsSpecial(string path) => new FileInfo(path) is { Exists: true, Length: 0 };

    private async IAsyncEnumerable<ImportItem> ReadFileAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (file, problem) = Open(path);
        if (file is null)
        {
            yield return ImportItem.Broken(path, problem!);
            yield break;
        }

        await using (file)
        {
            var start = new byte[5];
            var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            file.Position = 0;
            if (!start.AsSpan(0, length).SequenceEqual("From "u8))
            {
                yield return await ReadMessageAsync(new ImportItem(path, Folder: null), file, cancellationToken);
                yield break;
            }

            await foreach (var item in new MboxReader(file, path, isMboxo).ReadAsync(cancellationToken))
            {
                yield return item;
            }
        }
    }

    /// <summary>Maildir++ keeps subfolders beside cur and new, with a dot before their names; others (Dovecot's LAYOUT=fs) nest plain directories.</summary>
    private static async IAsyncEnumerable<ImportItem> ReadMaildirAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in ReadMaildirFolderAsync(path, folder: null, cancellationToken))
        {
            yield return item;
        }

        foreach (var (entry, name) in Subfolders(path, parent: "", depth: 0))
        {
            if (entry.Problem is not null || !MaildirName.TryFolder(name, out var folder) || !FolderName.TryKey(folder, out _))
            {
                yield return ImportItem.Broken(entry.Path, entry.Problem ?? "its name cannot be the name of a folder");
                continue;
            }

            await foreach (var item in ReadMaildirFolderAsync(entry.Path, folder, cancellationToken))
            {
                yield return item;
            }
        }
    }

    /// <returns>Directories that are Maildirs, with their names as Maildir++ writes them, and directories that are not read.</returns>
    private static IEnumerable<(SourceEntry Entry, string Name)> Subfolders(string path, string parent, int depth)
    {
        foreach (var entry in SourceEntry.Read(path, mayBeLink: depth == 0).Where(entry => entry.Kind is not (SourceKind.File or SourceKind.LinkToFile)))
        {
            var name = Path.GetFileName(entry.Path);
            if (MaildirName.IsOwn(name))
            {
                continue;
            }

            name = parent.Length == 0 ? name : $"{parent}.{name}";
            if (entry.Problem is not null || IsMaildir(entry.Path))
            {
                yield return (entry, name);
            }

            // Those of Maildir++ have no others below them; whether one is a Maildir cannot be told of what cannot be read.
            var goesOn = entry.Problem is null && (!name.StartsWith('.') || SourceEntry.Read(entry.Path, mayBeLink: false) is [{ Kind: SourceKind.Unreadable }]);
            foreach (var below in !goesOn ? [] : depth < MaxDepth ? Subfolders(entry.Path, name, depth + 1) : [(entry with { Problem = TooDeep }, name)])
            {
                yield return below;
            }
        }
    }

    private static async IAsyncEnumerable<ImportItem> ReadMaildirFolderAsync(
        string path, string? folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keywords = MaildirKeywords.Read(path);
        var entries = MaildirName.Delivered
            .Select(part => Path.Combine(path, part))
            .Where(Directory.Exists)
            .SelectMany(part => SourceEntry.Read(part, mayBeLink: false))
            .Where(entry => entry.Kind != SourceKind.Directory);
        foreach (var (name, _, reason) in entries)
        {
            var (file, problem) = reason is not null ? (null, reason) : IsSpecial(name) ? (null, Special) : Open(name);
            if (file is null)
            {
                yield return ImportItem.Broken(name, problem!);
                continue;
            }

            await using (file)
            {
                var item = new ImportItem(name, folder)
                {
                    // As Dovecot and Courier do, a file's time is that of delivery.
                    ReceivedAt = File.GetLastWriteTimeUtc(name),
                    Flags = [.. MaildirName.Flags(Path.GetFileName(name)), .. keywords.Of(Path.GetFileName(name))],
                };
                yield return await ReadMessageAsync(item, file, cancellationToken);
            }
        }
    }

    /// <summary>A file that cannot be opened is one message lost, not the import.</summary>
    private static (FileStream? File, string? Problem) Open(string path)
    {
        try
        {
            return (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    private static async ValueTask<ImportItem> ReadMessageAsync(ImportItem item, FileStream file, CancellationToken cancellationToken)
    {
        var message = new MessageBuffer();
        var buffer = new byte[64 * 1024];
        int read;
        while (!message.IsTooLarge && (read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await message.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return await MessageCheck.ToItemAsync(item with { Message = message, SourceBytes = file.Length });
    }
}
