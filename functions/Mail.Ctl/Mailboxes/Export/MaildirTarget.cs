using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// A Maildir: INBOX (or the one folder asked for) at its root, others as Maildir++ subfolders. A message is written in <c>tmp</c> and then
/// moved, so that a reader never sees half of one.
/// </summary>
internal sealed class MaildirTarget : IExportTarget
{
    private readonly string _path;
    private readonly string _rootKey;
    private readonly ConcurrentDictionary<string, Lazy<HashSet<string>>> _present = new(StringComparer.Ordinal);

    public MaildirTarget(string path, string rootFolder)
    {
        _path = path;
        _rootKey = FolderName.Key(rootFolder);
        // Even when no message goes there: without it the directory would be no Maildir.
        Open(path);
    }

    public bool IsParallel => true;

    public async ValueTask<bool> WriteAsync(ExportEntry entry, Stream content, CancellationToken cancellationToken)
    {
        var directory = FolderName.Key(entry.Folder) == _rootKey
            ? _path
            : Path.Combine(_path, MaildirName.Directory(entry.Folder));
        var name = string.Create(CultureInfo.InvariantCulture, $"{entry.ReceivedAt.ToUnixTimeSeconds()}.{entry.Id}.mailctl");
        var present = _present.GetOrAdd(directory, key => new Lazy<HashSet<string>>(() => Open(key))).Value;
        if (present.Contains(name))
        {
            return false;
        }

        var temporary = Path.Combine(directory, "tmp", name);
        await CopyAsync(content, temporary, cancellationToken);
        File.SetLastWriteTimeUtc(temporary, entry.ReceivedAt.UtcDateTime);
        File.Move(temporary, Path.Combine(directory, "cur", name + MaildirName.Info(entry.Flags)), overwrite: false);
        return true;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes the directories, and gives the unique names that are in them: a mail program may have changed the flags behind them.</summary>
    private static HashSet<string> Open(string directory)
    {
        foreach (var part in MaildirName.Delivered.Append("tmp"))
        {
            Directory.CreateDirectory(Path.Combine(directory, part));
        }

        return MaildirName.Delivered
            .SelectMany(part => Directory.EnumerateFiles(Path.Combine(directory, part)))
            .Select(file => MaildirName.Unique(Path.GetFileName(file)))
            .ToHashSet(StringComparer.Ordinal);
    }

    private static async ValueTask CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        // What an interrupted export left in tmp is ours to replace.
        await using var file = PrivateFile.Create(path, FileMode.Create);
        var text = new ArrayBufferWriter<byte>();
        var lines = new LfConverter(text);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            lines.Write(buffer.AsSpan(0, read));
            await file.WriteAsync(text.WrittenMemory, cancellationToken);
            text.ResetWrittenCount();
        }

        lines.Finish();
        await file.WriteAsync(text.WrittenMemory, cancellationToken);
    }
}
