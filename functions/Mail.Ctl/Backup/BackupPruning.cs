namespace Mail.Ctl;

/// <summary>Removes backups beyond those that are to be kept, and the contents that no backup names any more.</summary>
internal sealed class BackupPruning(BackupFolder folder)
{
    /// <param name="keep">Whole backups, the newest.</param>
    /// <returns>How many backups were removed.</returns>
    public async Task<int> RunAsync(int keep, CancellationToken cancellationToken)
    {
        var kept = folder.Generations.Take(keep).ToList();
        var removed = folder.GenerationNames.Except(kept.Select(generation => generation.Name)).ToList();
        foreach (var name in removed)
        {
            folder.Generation(name).Delete();
        }

        var content = Path.Combine(folder.Root, "content");
        foreach (var container in Directory.Exists(content) ? Directory.EnumerateDirectories(content) : [])
        {
            await PruneAsync(Path.GetFileName(container), kept, cancellationToken);
        }

        return removed.Count;
    }

    private async Task PruneAsync(string container, IReadOnlyList<BackupGeneration> kept, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var generation in kept)
        {
            await foreach (var entry in generation.EntriesAsync(container, cancellationToken))
            {
                needed.Add(folder.ContentPath(container, entry.File));
            }
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder.Root, "content", container), "*", SearchOption.AllDirectories))
        {
            if (!needed.Contains(Path.GetFullPath(file)))
            {
                File.Delete(file);
            }
        }
    }
}
