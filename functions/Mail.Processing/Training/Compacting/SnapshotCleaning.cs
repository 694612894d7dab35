using Mail.Core;

namespace Mail.Processing;

/// <summary>Removes snapshots that nobody needs any more: not the one in force, and not those by which a verdict may have to be explained.</summary>
public sealed class SnapshotCleaning(IModelStore store, TimeProvider time)
{
    /// <summary>As long as raw messages stay in the spool: so long can a verdict be reproduced.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>Of one owner, however often he trains: at 4 MB each not more than 400 MB.</summary>
    private const int MaxKept = 100;

    /// <summary>A younger one may be about to be put in force. A compaction takes seconds.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <returns>How many are gone.</returns>
    public async Task<int> RunAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        // The pointer first: what is put in force after it is younger than what may go.
        var pointer = await store.FindAsync(owner, cancellationToken);
        if (pointer is null or { IsBroken: true })
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var old = await store.ListAsync(owner, cancellationToken)
            .Where(snapshot => snapshot.Name != pointer.Snapshot && snapshot.Name != pointer.Base && now - snapshot.CreatedAt > Settled)
            .OrderByDescending(snapshot => snapshot.CreatedAt)
            .Select((snapshot, rank) => (snapshot.Name, IsOld: rank >= MaxKept || now - snapshot.CreatedAt > Kept))
            .Where(snapshot => snapshot.IsOld)
            .ToListAsync(cancellationToken);
        foreach (var (name, _) in old)
        {
            await store.RemoveAsync(owner, name, cancellationToken);
        }

        return old.Count;
    }
}
