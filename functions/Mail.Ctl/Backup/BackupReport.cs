namespace Mail.Ctl;

/// <summary>What <c>mailctl backup</c> did.</summary>
/// <param name="Backup">The time at which it began, by which <c>restore --from</c> finds it.</param>
/// <param name="Fetched">Blobs that no earlier backup had.</param>
/// <param name="Removed">Older backups removed by <c>--keep</c>.</param>
internal sealed record BackupReport(string Folder, string Backup, int Tables, int Rows, int Containers, int Blobs, long Bytes, int Fetched, int Removed);

/// <summary>What <c>mailctl restore</c> did.</summary>
/// <param name="Backup">The time at which it was made.</param>
/// <param name="Requeued">Messages that had been received, and that nobody had looked at.</param>
/// <param name="RemovedRows">That the backup does not have; with <c>--exact</c>.</param>
/// <param name="RemovedBlobs">As well.</param>
internal sealed record RestoreReport(
    string Folder, string Backup, int Tables, int Rows, int Containers, int Blobs, long Bytes, int Requeued, int RemovedRows, int RemovedBlobs);
