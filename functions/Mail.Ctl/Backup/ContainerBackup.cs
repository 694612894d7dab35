using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Mail.Azure;

namespace Mail.Ctl;

/// <summary>Brings the contents of one container into a folder of backups, and writes the list of them. What an earlier backup has is not fetched again.</summary>
internal sealed class ContainerBackup(StorageContents contents, BackupFolder folder, string container)
{
    /// <summary>Blobs at once: enough to fill a line with small ones.</summary>
    private const int AtOnce = 16;

    private readonly Dictionary<string, BackupEntry> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BackupEntry> _entries = new(StringComparer.Ordinal);
    private int _fetched;

    /// <summary>Blobs that no earlier backup had.</summary>
    public int Fetched => _fetched;

    public BackupCount Count => new(_entries.Count, _entries.Values.Sum(entry => entry.Size));

    /// <summary>Makes the folder, and takes over what an earlier backup has.</summary>
    /// <param name="earlier"><c>null</c> when this is the first.</param>
    public async Task StartAsync(BackupGeneration? earlier, CancellationToken cancellationToken)
    {
        PrivateFile.CreateDirectory(Path.GetDirectoryName(folder.ContentPath(container, "x"))!);
        if (earlier is null)
        {
            return;
        }

        await foreach (var entry in earlier.EntriesAsync(container, cancellationToken))
        {
            _known[entry.Name] = entry;
        }
    }

    /// <summary>
    /// Copies what is there now. Called a second time after the tables were copied it adds what came meanwhile, and drops nothing: so every row's blob is there.
    /// </summary>
    /// <param name="progress">Is told the octets that are done, fetched or there already.</param>
    public Task CopyAsync(Action<long> progress, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        contents.BlobsAsync(container, cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (blob, stop) =>
        {
            if (!_entries.TryGetValue(blob.Name, out var copied) || copied.Version != blob.Version)
            {
                if (Known(blob) is { } known)
                {
                    _entries[blob.Name] = known;
                }
                else if (await FetchAsync(blob, stop) is { } entry)
                {
                    _entries[blob.Name] = entry;
                    Interlocked.Increment(ref _fetched);
                }
            }

            progress(blob.Size);
        });

    public async Task WriteListAsync(BackupGeneration generation, CancellationToken cancellationToken)
    {
        var path = generation.ListPath(container);
        PrivateFile.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var stream = PrivateFile.Create(path, FileMode.Create);
        await using var writer = new StreamWriter(stream);
        foreach (var entry in _entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(entry, CtlLineJson.Default.BackupEntry).AsMemory(), cancellationToken);
        }
    }

    private BackupEntry? Known(ListedBlob blob) =>
        _known.TryGetValue(blob.Name, out var entry) && entry.Version == blob.Version && new FileInfo(folder.ContentPath(container, entry.File)) is { Exists: true } file && file.Length == blob.Size
            ? entry
            : null;

    /// <returns><c>null</c> when it is gone, or changed while it was read.</returns>
    private async Task<BackupEntry?> FetchAsync(ListedBlob blob, CancellationToken cancellationToken)
    {
        var name = BackupFolder.FileNameOf(blob.Name);
        var path = folder.ContentPath(container, name);
        var part = $"{path}.{Path.GetRandomFileName()}~part";
        try
        {
            string hash;
            await using (var stream = PrivateFile.Create(part, FileMode.CreateNew, FileOptions.Asynchronous))
            {
                if (!await contents.TryReadBlobAsync(container, blob, stream, cancellationToken))
                {
                    return null;
                }

                stream.Position = 0;
                hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
                stream.Flush(flushToDisk: true);
            }

            // An earlier backup may still need what the blob was before.
            var file = File.Exists(path) ? $"{name}~{hash}" : name;
            File.Move(part, folder.ContentPath(container, file), overwrite: true);
            return new BackupEntry(blob.Name, blob.Size, blob.Version, blob.ContentType, blob.Metadata, file, hash);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
