using Mail.Azure;

namespace Mail.Ctl;

/// <summary>Takes away what is stored and is not in a backup, so that what was moved, read or sent since an earlier restore does not come back a second time.</summary>
internal sealed class RestoreRemoval(StorageContents contents, BackupGeneration generation, BackupManifest manifest)
{
    /// <returns>How many rows, of all tables.</returns>
    public async Task<int> RemoveRowsAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var table in await contents.TablesAsync(cancellationToken))
        {
            var lines = manifest.Tables.ContainsKey(table) ? File.ReadLinesAsync(generation.TablePath(table), cancellationToken) : AsyncEnumerable.Empty<string>();
            removed += await contents.RemoveRowsButAsync(table, lines, cancellationToken);
        }

        return removed;
    }

    /// <returns>How many blobs, of all containers.</returns>
    public async Task<int> RemoveBlobsAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var container in await contents.ContainersAsync(cancellationToken))
        {
            var names = manifest.Containers.ContainsKey(container) ? generation.EntriesAsync(container, cancellationToken).Select(entry => entry.Name) : AsyncEnumerable.Empty<string>();
            removed += await contents.RemoveBlobsButAsync(container, names, cancellationToken);
        }

        return removed;
    }
}
