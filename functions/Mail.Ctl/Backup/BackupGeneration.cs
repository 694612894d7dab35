using System.Text.Json;

namespace Mail.Ctl;

/// <summary>One backup: what was stored at one time.</summary>
/// <param name="path">Its folder.</param>
/// <param name="name">The time at which it began, as in the folder's name.</param>
internal sealed class BackupGeneration(string path, string name)
{
    private const string ManifestFile = "backup.json";

    public string Name => name;

    public string Folder => path;

    public bool IsWhole => File.Exists(Path.Combine(path, ManifestFile));

    public string TablePath(string table) => Path.Combine(path, "tables", table + ".jsonl");

    public string ListPath(string container) => Path.Combine(path, "blobs", container + ".jsonl");

    /// <summary>What has been fetched so far, while the backup is being made. The next one goes on with it when this one is broken off.</summary>
    public string FetchedPath(string container) => ListPath(container) + ".fetched";

    /// <exception cref="IOException">It cannot be read; the message says why.</exception>
    public BackupManifest ReadManifest()
    {
        var file = Path.Combine(path, ManifestFile);
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllText(file), CtlJson.Default.BackupManifest) ?? throw new JsonException("it is empty");
            return manifest.Version == BackupManifest.CurrentVersion
                ? manifest
                : throw new IOException($"{file} is of version {manifest.Version}; this mailctl reads {BackupManifest.CurrentVersion}.");
        }
        catch (JsonException e)
        {
            throw new IOException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Takes the manifest away first: what is left when the process dies meanwhile is no backup.</summary>
    public void Delete()
    {
        File.Delete(Path.Combine(path, ManifestFile));
        Directory.Delete(path, recursive: true);
    }

    public async Task WriteManifestAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        var file = Path.Combine(path, ManifestFile);
        await using (var stream = PrivateFile.Create(file + ".new", FileMode.Create))
        {
            await JsonSerializer.SerializeAsync(stream, manifest, CtlJson.Default.BackupManifest, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The blobs of a container; none when it was not there.</summary>
    /// <exception cref="IOException">A line cannot be read; the message says which.</exception>
    public async IAsyncEnumerable<BackupEntry> EntriesAsync(
        string container, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = ListPath(container);
        if (!File.Exists(file))
        {
            yield break;
        }

        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            number++;
            yield return Parse(line) ?? throw new IOException($"{file}, line {number} cannot be read.");
        }
    }

    /// <summary>What a backup that was broken off has fetched of a container. Its last line may have been broken off, too.</summary>
    public IEnumerable<BackupEntry> Fetched(string container) =>
        File.Exists(FetchedPath(container)) ? File.ReadLines(FetchedPath(container)).Select(Parse).OfType<BackupEntry>() : [];

    private static BackupEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, CtlLineJson.Default.BackupEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
