using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// Finds the messages under a path: an mbox file, a message file, a Maildir with its subfolders, or a directory of <c>.eml</c> and
/// <c>.mbox</c> files. Links are not followed; names are taken in order, so that a second run sees the same.
/// </summary>
/// <param name="anyName">In a directory without <c>.eml</c> and <c>.mbox</c> files, every file is taken: corpora name their messages by numbers.</param>
internal sealed class ImportFiles(bool isMboxo, bool anyName = false)
{
    private static readonly EnumerationOptions Here = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    private static readonly EnumerationOptions Below = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        RecurseSubdirectories = true,
        MaxRecursionDepth = 16,
    };

    /// <summary>Bytes of all files under the paths: for the progress bar.</summary>
    public static long Size(IEnumerable<string> paths) => paths
        .SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", Below) : [path])
        .Sum(file => new FileInfo(file).Length);

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
        var all = Directory.EnumerateFiles(path, "*", Below).Order(StringComparer.Ordinal).ToList();
        var files = all.Where(file => Path.GetExtension(file).ToLowerInvariant() is ".eml" or ".mbox").ToList();
        if (files.Count == 0 && anyName)
        {
            files = all;
        }

        if (files.Count == 0)
        {
            yield return ImportItem.Broken(path, "the directory is no Maildir and holds no .eml or .mbox files");
        }

        foreach (var file in files)
        {
            await foreach (var item in ReadFileAsync(file, cancellationToken))
            {
                yield return item;
            }
        }
    }

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

        foreach (var (directory, name) in Subfolders(path, parent: "", depth: 0))
        {
            if (!MaildirName.TryFolder(name, out var folder) || !FolderName.TryKey(folder, out _))
            {
                yield return ImportItem.Broken(directory, "its name cannot be the name of a folder");
                continue;
            }

            await foreach (var item in ReadMaildirFolderAsync(directory, folder, cancellationToken))
            {
                yield return item;
            }
        }
    }

    /// <returns>Directories that are Maildirs, with their names as Maildir++ writes them.</returns>
    private static IEnumerable<(string Directory, string Name)> Subfolders(string path, string parent, int depth)
    {
        foreach (var directory in Directory.EnumerateDirectories(path, "*", Here).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(directory);
            if (MaildirName.IsOwn(name))
            {
                continue;
            }

            name = parent.Length == 0 ? name : $"{parent}.{name}";
            if (IsMaildir(directory))
            {
                yield return (directory, name);
            }

            foreach (var below in depth < Below.MaxRecursionDepth && !name.StartsWith('.') ? Subfolders(directory, name, depth + 1) : [])
            {
                yield return below;
            }
        }
    }

    private static async IAsyncEnumerable<ImportItem> ReadMaildirFolderAsync(
        string path, string? folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keywords = MaildirKeywords.Read(path);
        var files = MaildirName.Delivered
            .Select(part => Path.Combine(path, part))
            .Where(Directory.Exists)
            .SelectMany(part => Directory.EnumerateFiles(part, "*", Here))
            .Order(StringComparer.Ordinal);
        foreach (var name in files)
        {
            var (file, problem) = Open(name);
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
