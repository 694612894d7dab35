using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Mail.Azure;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class Restore : CtlCommand
{
    /// <summary>Blobs at once.</summary>
    private const int AtOnce = 16;

    /// <summary>What waits there is processed as soon as it is seen: it comes last, when what is known of it is back.</summary>
    private const string Spool = "spool";

    private readonly Argument<string> _folder;
    private readonly Option<string?> _from;
    private readonly Option<bool> _merge;
    private readonly Option<bool> _exact;

    public Restore(CtlApp app)
        : base(
            app,
            "restore",
            "Puts a backup back into an empty storage account, the same or another. Stop the gateway and the functions before: they start on what is half there.",
            "mailctl restore /var/backups/mail",
            "mailctl restore /var/backups/mail --from 20260102T120000Z --storage https://NEW.blob.core.windows.net")
    {
        _folder = Take(new Argument<string>("FOLDER") { Description = "As given to mailctl backup." });
        _from = Take(Parameters.Text("--from", "Which backup. [default: the newest that is whole]", "TIME"));
        _merge = Take(new Option<bool>("--merge")
        {
            Description = "Go on although something is stored already, such as after a restore that was broken off. What has the same name is replaced, what else is there stays.",
        });
        _exact = Take(new Option<bool>("--exact")
        {
            Description = "Go on although something is stored already, and remove what is not in the backup, so that all is as it was: for a second restore, after a move.",
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(run.Get(_folder));
        var there = folder.Generations;
        var generation = run.Get(_from) is { } from ? there.FirstOrDefault(made => made.Name == from) : there is [var newest, ..] ? newest : null;
        if (generation is null)
        {
            return CommandResult.Refused(
                there.Count == 0 ? $"There is no whole backup in {folder.Root}." : $"There is no whole backup {run.Get(_from)}; there are {string.Join(", ", there.Select(made => made.Name))}.");
        }

        var contents = run.Storage.OpenContents();
        if (!run.Get(_merge) && !run.Get(_exact) && await FindRowAsync(contents, cancellationToken) is { } occupied)
        {
            return CommandResult.Refused($"The storage at {run.Location} is not empty: table {occupied} has rows. Empty it, name another with --storage, or say --merge or --exact.");
        }

        return await RestoreAsync(run, contents, folder, generation, cancellationToken);
    }

    private static async Task<string?> FindRowAsync(StorageContents contents, CancellationToken cancellationToken)
    {
        foreach (var table in await contents.TablesAsync(cancellationToken))
        {
            if (await contents.RowsAsync(table, cancellationToken).AnyAsync(cancellationToken))
            {
                return table;
            }
        }

        return null;
    }

    private async Task<CommandResult> RestoreAsync(
        CommandRun run, StorageContents contents, BackupFolder folder, BackupGeneration generation, CancellationToken cancellationToken)
    {
        var manifest = generation.ReadManifest();
        var rows = 0;
        foreach (var (table, count) in manifest.Tables)
        {
            var written = await WriteTableAsync(contents, generation.TablePath(table), table, cancellationToken);
            rows += written == count ? written : throw new IOException($"{generation.TablePath(table)} has {written} rows in place of {count}: the backup is damaged.");
        }

        var removal = run.Get(_exact) ? new RestoreRemoval(contents, generation, manifest) : null;
        var removedRows = await (removal?.RemoveRowsAsync(cancellationToken) ?? Task.FromResult(0));
        await new ProgressDisplay(Console, Time).RunAsync("Restoring messages", manifest.Containers.Values.Sum(count => count.Bytes), async progress =>
        {
            foreach (var (container, count) in manifest.Containers.OrderBy(container => container.Key == Spool))
            {
                var written = await WriteBlobsAsync(contents, folder, generation, container, progress, cancellationToken);
                _ = written == count.Blobs ? written : throw new IOException($"{generation.ListPath(container)} has {written} blobs in place of {count.Blobs}: the backup is damaged.");
            }
        });
        var removedBlobs = await (removal?.RemoveBlobsAsync(cancellationToken) ?? Task.FromResult(0));
        var requeued = await RequeueAsync(run.Storage, cancellationToken);
        var report = new RestoreReport(
            folder.Root, generation.Name, manifest.Tables.Count, rows, manifest.Containers.Count, manifest.Containers.Values.Sum(count => count.Blobs),
            manifest.Containers.Values.Sum(count => count.Bytes), requeued, removedRows, removedBlobs);
        run.Answer.Write(report, json => json.RestoreReport, text => Write(text, report));
        return CommandResult.Done;
    }

    private static async Task<int> WriteTableAsync(StorageContents contents, string path, string table, CancellationToken cancellationToken)
    {
        try
        {
            return await contents.WriteRowsAsync(table, File.ReadLinesAsync(path, cancellationToken), cancellationToken);
        }
        catch (FormatException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
    }

    private static async Task<int> WriteBlobsAsync(
        StorageContents contents, BackupFolder folder, BackupGeneration generation, string container, Action<long> progress, CancellationToken cancellationToken)
    {
        var written = 0;
        await Parallel.ForEachAsync(
            generation.EntriesAsync(container, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (entry, stop) =>
            {
                await WriteBlobAsync(contents, folder, container, entry, stop);
                Interlocked.Increment(ref written);
                progress(entry.Size);
            });
        return written;
    }

    private static async Task WriteBlobAsync(StorageContents contents, BackupFolder folder, string container, BackupEntry entry, CancellationToken cancellationToken)
    {
        var path = folder.ContentPath(container, entry.File);
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) != entry.Sha256)
        {
            throw new IOException($"{path} is not what was copied: its SHA-256 is another. The backup is damaged.");
        }

        stream.Position = 0;
        await contents.WriteBlobAsync(container, new ListedBlob(entry.Name, entry.Size, entry.Version, entry.ContentType, entry.Metadata), stream, cancellationToken);
    }

    /// <summary>Queues are not in a backup: what nobody had looked at yet gets its pointer again. The sweep would do it, too, a quarter of an hour later.</summary>
    private static async Task<int> RequeueAsync(MailStorage storage, CancellationToken cancellationToken)
    {
        var known = await storage.Log.ListAsync(from: null, state: null, cancellationToken).Select(record => record.QueueId).ToHashSetAsync(cancellationToken: cancellationToken);
        var queue = new IncomingQueue(storage.Queues);
        var requeued = 0;
        await foreach (var entry in storage.Spool.ListAsync(from: null, cancellationToken))
        {
            if (entry.QueueId is { } queueId && !known.Contains(queueId))
            {
                await queue.EnqueueAsync(new IncomingPointer(queueId), TimeSpan.Zero, cancellationToken);
                requeued++;
            }
        }

        return requeued;
    }

    private static void Write(TextAnswer text, RestoreReport report)
    {
        text.Fields(
            ("Backup", report.Backup),
            ("Rows", string.Create(CultureInfo.InvariantCulture, $"{report.Rows} of {report.Tables} tables")),
            ("Blobs", string.Create(CultureInfo.InvariantCulture, $"{report.Blobs}, {ByteSize.Format(report.Bytes)}")),
            ("Removed", string.Create(CultureInfo.InvariantCulture, $"{report.RemovedRows} rows, {report.RemovedBlobs} blobs")));
        text.Line(string.Create(CultureInfo.InvariantCulture, $"{report.Requeued} messages had only just been received, and are delivered when the functions start. What waited to be sent is sent again: mailctl queue list."));
    }
}
