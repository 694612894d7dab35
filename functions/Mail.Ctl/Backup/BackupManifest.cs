namespace Mail.Ctl;

/// <summary>What one backup holds: its file <c>backup.json</c>, which is written last. Without it a backup is not whole.</summary>
/// <param name="Version">Of the layout.</param>
/// <param name="Storage">Where it was made from, without keys.</param>
/// <param name="Tables">Rows of each table.</param>
/// <param name="Containers">Blobs of each container.</param>
internal sealed record BackupManifest(
    int Version, string Storage, DateTimeOffset Started, DateTimeOffset Finished, IReadOnlyDictionary<string, int> Tables, IReadOnlyDictionary<string, BackupCount> Containers)
{
    /// <summary>The layout that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 1;
}

/// <param name="Bytes">Of content.</param>
internal sealed record BackupCount(int Blobs, long Bytes);
