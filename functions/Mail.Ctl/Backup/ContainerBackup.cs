using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Mail.Azure;

namespace Mail.Ctl;

/// <summary>Brings the contents of one container into a folder of backups, and writes the list of them. What an earlier backup has is not fetched again.</summary>
internal sealed class ContainerBackup(StorageContents contents, BackupFolder folder, BackupGeneration generation, string container) : IAsyncDisposable
{
    /// <summary>Blobs at once: enough to fill a line with small ones.</summary>
    private const int AtOnce = 16;

    /// <summary>Of reading a blob that is another each time: then it changes faster than it can be read.</summary>
    private const int MaxAttempts = 5;

    private readonly Dictionary<string, BackupEntry> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BackupEntry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1);
    private StreamWriter? _log;
    private int _fetched;

    /// <summary>Blobs that no earlier backup had.</summary>
    public int Fetched => _fetched;

    public BackupCount Count => new(_entries.Count, _entries.Values.Sum(entry => entry.Size));

    /// <summary>Makes the folders, and takes over what the newest backup has, and what was fetched for those that were broken off.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        PrivateFile.CreateDirectory(Path.GetDirectoryName(folder.ContentPath(container, "x"))!);
        PrivateFile.CreateDirectory(Path.GetDirectoryName(generation.FetchedPath(container))!);
        if (folder.Generations is [var newest, ..])
        {
            await foreach (var entry in newest.EntriesAsync(container, cancellationToken))
            {
                _known[entry.Name] = entry;
            }
        }

        foreach (var entry in folder.BrokenOff.SelectMany(broken => broken.Fetched(container)))
        {
            _known[entry.Name] = entry;
        }

        _log = new StreamWriter(PrivateFile.Create(generation.FetchedPath(container), FileMode.Create)) { AutoFlush = true };
    }

    public async ValueTask DisposeAsync()
    {
        await (_log?.DisposeAsync() ?? ValueTask.CompletedTask);
        _writing.Dispose();
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
                    await LogAsync(entry);
                }
            }

            progress(blob.Size);
        });

    public async Task WriteListAsync(CancellationToken cancellationToken)
    {
        await using var stream = PrivateFile.Create(generation.ListPath(container), FileMode.Create);
        await using var writer = new StreamWriter(stream);
        foreach (var entry in _entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(entry, CtlLineJson.Default.BackupEntry).AsMemory(), cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
        stream.Flush(flushToDisk: true);
        await _log!.DisposeAsync();
        File.Delete(generation.FetchedPath(container));
    }

    /// <summary>Not to be cancelled: what has been fetched is not to be fetched again.</summary>
    private async Task LogAsync(BackupEntry entry)
    {
        await _writing.WaitAsync();
        try
        {
            await _log!.WriteLineAsync(JsonSerializer.Serialize(entry, CtlLineJson.Default.BackupEntry));
        }
        finally
        {
            _writing.Release();
        }
    }

    private BackupEntry? Known(ListedBlob blob) =>
        _known.TryGetValue(blob.Name, out var entry) && entry.Version == blob.Version && new FileInfo(folder.ContentPath(container, entry.File)) is { Exists: true } file && file.Length == blob.Size
            ? entry
            : null;

    /// <returns><c>null</c> when it is gone, or has changed since an earlier copy was made: that one stays, as it belongs to what else was copied then.</returns>
    /// <exception cref="IOException">It is another each time: a backup without it would be taken for whole.</exception>
    private async Task<BackupEntry?> FetchAsync(ListedBlob blob, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await TryFetchAsync(blob, cancellationToken) is { } entry)
            {
                return entry;
            }

            if (_entries.ContainsKey(blob.Name) || await contents.FindBlobAsync(container, blob.Name, cancellationToken) is not { } now)
            {
                return null;
            }

            blob = now;
        }

        throw new IOException($"{container}/{blob.Name} changes faster than it can be read. Again, when there is less to do.");
    }

    private async Task<BackupEntry?> TryFetchAsync(ListedBlob blob, CancellationToken cancellationToken)
    {
        var name = BackupFolder.FileNameOf(blob.Name);
        var part = $"{folder.ContentPath(container, name)}.{Path.GetRandomFileName()}~part";
        try
        {
            string hash;
            await using (var stream = PrivateFile.Create(part, FileMode.CreateNew, FileOptions.Asynchronous))
            {
                if (!await contents.TryReadBlobAsync(container, blob, stream, cancellationToken))
                {
                    return null;
                }

                hash = await HashAsync(stream, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            return new BackupEntry(blob.Name, blob.Size, blob.Version, blob.ContentType, blob.Metadata, await PlaceAsync(part, name, hash, cancellationToken), hash);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <returns>The name under which the content is kept.</returns>
    private async Task<string> PlaceAsync(string part, string name, string hash, CancellationToken cancellationToken)
    {
        var path = folder.ContentPath(container, name);
        if (!File.Exists(path))
        {
            File.Move(part, path);
            return name;
        }

        // Only its metadata changed, or it was fetched for a backup that was broken off.
        await using (var there = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan))
        {
            if (await HashAsync(there, cancellationToken) == hash)
            {
                return name;
            }
        }

        // An earlier backup may still need what the blob was before.
        File.Move(part, folder.ContentPath(container, $"{name}~{hash}"), overwrite: true);
        return $"{name}~{hash}";
    }

    private static async Task<string> HashAsync(FileStream stream, CancellationToken cancellationToken)
    {
        stream.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
