using System.CommandLine;
using System.Globalization;
using Mail.Azure;

namespace Mail.Ctl;

internal sealed class Backup : CtlCommand
{
    private readonly Argument<string> _folder;
    private readonly Option<int> _keep;

    public Backup(CtlApp app)
        : base(
            app,
            "backup",
            "Copies everything that is stored into a folder: messages as files, tables as lines of JSON. What an earlier backup there has is not fetched again. Mail may go on meanwhile.",
            "mailctl backup /var/backups/mail",
            "mailctl backup /var/backups/mail --keep 14")
    {
        _folder = Take(new Argument<string>("FOLDER") { Description = "Made when it is not there. It comes to hold everybody's mail: only you can read what is made." });
        _keep = Take(new Option<int>("--keep")
        {
            Description = "Remove older backups but this many, the new one included. [default: keep all]",
            HelpName = "N",
            CustomParser = result => int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var count) && count > 0
                ? count
                : Parameters.Refuse<int>(result, "--keep takes a number from 1 on."),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var contents = run.Storage.OpenContents();
        var folder = new BackupFolder(run.Get(_folder));
        PrivateFile.CreateDirectory(folder.Root);
        using var alone = folder.Lock();
        var started = Time.GetUtcNow();
        var generation = folder.Generation(started);
        if (generation.IsWhole)
        {
            return CommandResult.Refused($"{generation.Folder} is there already; wait a second.");
        }

        var containers = new SortedDictionary<string, ContainerBackup>(StringComparer.Ordinal);
        try
        {
            return await RunAsync(run, contents, folder, generation, containers, started, cancellationToken);
        }
        finally
        {
            foreach (var container in containers.Values)
            {
                await container.DisposeAsync();
            }
        }
    }

    private async Task<CommandResult> RunAsync(
        CommandRun run,
        StorageContents contents,
        BackupFolder folder,
        BackupGeneration generation,
        SortedDictionary<string, ContainerBackup> containers,
        DateTimeOffset started,
        CancellationToken cancellationToken)
    {
        await OpenContainersAsync(contents, folder, generation, containers, cancellationToken);
        await CopyBlobsAsync(contents, containers, cancellationToken);
        var tables = await CopyTablesAsync(contents, generation, cancellationToken);
        // What was delivered while the tables were read, to new accounts, too: without it there would be rows whose message is missing.
        await OpenContainersAsync(contents, folder, generation, containers, cancellationToken);
        foreach (var container in containers.Values)
        {
            await container.CopyAsync(_ => { }, cancellationToken);
        }

        var counts = new SortedDictionary<string, BackupCount>(StringComparer.Ordinal);
        foreach (var (name, container) in containers)
        {
            await container.WriteListAsync(cancellationToken);
            counts[name] = container.Count;
        }

        var manifest = new BackupManifest(BackupManifest.CurrentVersion, run.Location.ToString(), started, Time.GetUtcNow(), tables, counts);
        await generation.WriteManifestAsync(manifest, cancellationToken);
        var removed = run.Has(_keep) ? await new BackupPruning(folder).RunAsync(run.Get(_keep), cancellationToken) : 0;
        var report = new BackupReport(
            folder.Root, generation.Name, tables.Count, tables.Values.Sum(), counts.Count, counts.Values.Sum(count => count.Blobs), counts.Values.Sum(count => count.Bytes),
            containers.Values.Sum(container => container.Fetched), removed);
        run.Answer.Write(report, json => json.BackupReport, text => Write(text, report));
        return CommandResult.Done;
    }

    /// <summary>Adds those that are not open yet.</summary>
    private static async Task OpenContainersAsync(
        StorageContents contents, BackupFolder folder, BackupGeneration generation, SortedDictionary<string, ContainerBackup> containers, CancellationToken cancellationToken)
    {
        foreach (var name in (await contents.ContainersAsync(cancellationToken)).Where(name => !containers.ContainsKey(name)))
        {
            containers[name] = new ContainerBackup(contents, folder, generation, name);
            await containers[name].StartAsync(cancellationToken);
        }
    }

    private async Task CopyBlobsAsync(StorageContents contents, SortedDictionary<string, ContainerBackup> containers, CancellationToken cancellationToken)
    {
        var total = 0L;
        foreach (var name in containers.Keys)
        {
            total += await contents.BlobsAsync(name, cancellationToken).Select(blob => blob.Size).SumAsync(cancellationToken);
        }

        await new ProgressDisplay(Console, Time).RunAsync("Copying messages", total, async progress =>
        {
            foreach (var container in containers.Values)
            {
                await container.CopyAsync(progress, cancellationToken);
            }
        });
    }

    private static async Task<SortedDictionary<string, int>> CopyTablesAsync(StorageContents contents, BackupGeneration generation, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var table in await contents.TablesAsync(cancellationToken))
        {
            var path = generation.TablePath(table);
            PrivateFile.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var stream = PrivateFile.Create(path, FileMode.Create);
            await using var writer = new StreamWriter(stream);
            counts[table] = 0;
            await foreach (var row in contents.RowsAsync(table, cancellationToken))
            {
                await writer.WriteLineAsync(row.AsMemory(), cancellationToken);
                counts[table]++;
            }

            await writer.FlushAsync(cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        return counts;
    }

    private static void Write(TextAnswer text, BackupReport report) => text.Fields(
        ("Backup", $"{report.Backup} in {report.Folder}"),
        ("Rows", string.Create(CultureInfo.InvariantCulture, $"{report.Rows} of {report.Tables} tables")),
        ("Blobs", string.Create(CultureInfo.InvariantCulture, $"{report.Blobs}, {ByteSize.Format(report.Bytes)}; {report.Fetched} of them new")),
        ("Removed", string.Create(CultureInfo.InvariantCulture, $"{report.Removed} older")));
}
