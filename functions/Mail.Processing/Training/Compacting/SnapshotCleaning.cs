using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Removes snapshots that nobody needs any more: not the one in force, what it is made from, or what may be about to be put in force; and not those by which a
/// verdict may have to be explained.
/// </summary>
public sealed class SnapshotCleaning(IModelStore store, TimeProvider time, ILogger<SnapshotCleaning> logger)
{
    /// <summary>From when another took its place; as long as raw messages stay in the spool: so long can a verdict be reproduced.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>
    /// Octets of old snapshots of one owner: a thousand of 4 MB, seventy a day of one who trained a thousand messages. Beyond it the oldest go early, and the log
    /// says so, for whoever moves mail to and fro all day must not fill the storage.
    /// </summary>
    public const long MaxOctets = 4L * 1024 * 1024 * 1024;

    /// <returns>How many are gone.</returns>
    public async Task<int> RunAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        var pointer = await store.FindAsync(owner, cancellationToken);
        if (pointer is null or { IsBroken: true })
        {
            return 0;
        }

        // Of a later generation is what a compactor is about to put in force; what is not and is of no later one never will be.
        var settled = await store.ListAsync(owner, cancellationToken)
            .Where(snapshot => SnapshotName.GenerationOf(snapshot.Name) <= pointer.Generation)
            .ToListAsync(cancellationToken);
        // A model holds all that it was made from: only the one in force may have to be made anew.
        var bases = settled.Where(snapshot => SnapshotName.IsBase(snapshot.Name) && snapshot.Name != pointer.Base);
        var models = settled.Where(snapshot => !SnapshotName.IsBase(snapshot.Name)).ToList();
        var old = bases.Concat(Old(owner, pointer, models)).ToList();
        foreach (var snapshot in old)
        {
            await store.RemoveAsync(owner, snapshot.Name, cancellationToken);
        }

        return old.Count;
    }

    private List<StoredSnapshot> Old(ModelOwner owner, ModelPointer inForce, List<StoredSnapshot> models)
    {
        var old = new List<StoredSnapshot>();
        var (octets, early, replacedAt) = (0L, 0, time.GetUtcNow());
        foreach (var generation in models.GroupBy(model => SnapshotName.GenerationOf(model.Name)).OrderByDescending(generation => generation.Key))
        {
            foreach (var model in generation.Where(model => model.Name != inForce.Snapshot))
            {
                octets += model.Size;
                var isOverdue = time.GetUtcNow() - replacedAt > Kept;
                early += !isOverdue && octets > MaxOctets ? 1 : 0;
                if (isOverdue || octets > MaxOctets)
                {
                    old.Add(model);
                }
            }

            // Two of one generation are a winner and a loser: the later time is safe for both.
            replacedAt = generation.Max(model => model.CreatedAt);
        }

        if (early > 0)
        {
            TrainingLog.RemovedEarly(logger, owner, early, MaxOctets);
        }

        return old;
    }
}
