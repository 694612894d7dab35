using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Makes an owner's next model: the snapshot in force, and the journal's steps since. It is put in force by a conditional write, which also says up to which
/// step it goes; only then are the steps removed. So it may be run by several at once, and die anywhere: who loses throws his work away, a step that is
/// still there counts by its number, and one that is gone is in the model.
/// </summary>
public sealed class Compactor(ITrainingLedger ledger, IModelStore store, TimeProvider time, ILogger<Compactor> logger)
{
    // Each try is lost to another compactor, which has done most of the work.
    private const int MaxTries = 8;

    /// <summary>Puts everything into the model that was trained before the call.</summary>
    /// <exception cref="StorageUnavailableException">Call again: nothing is lost, and nothing counted twice.</exception>
    public async Task<CompactionReport> RunAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var before = await FindAsync(owner, cancellationToken);
            var report = before is { IsBroken: true }
                ? await TryRepairAsync(owner, before, "its pointer is broken", cancellationToken)
                : await TryFoldAsync(owner, before, cancellationToken);
            if (report is not null)
            {
                return report;
            }
        }

        return new CompactionReport(owner, CompactionOutcome.Contended, 0, null);
    }

    /// <summary>Makes the model from all that the ledger holds, and from what was imported.</summary>
    /// <exception cref="StorageUnavailableException">Call again.</exception>
    public async Task<CompactionReport> RebuildAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            if (await TryRebuildAsync(owner, await FindAsync(owner, cancellationToken), cancellationToken) is { } report)
            {
                return report;
            }
        }

        return new CompactionReport(owner, CompactionOutcome.Contended, 0, null);
    }

    /// <summary>
    /// Whether a model is one that was made here from what is trained: imported, everything in it would count twice. What was imported before may be imported again.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Call again.</exception>
    public async Task<bool> IsOwnAsync(ModelOwner owner, ReadOnlyMemory<byte> model, CancellationToken cancellationToken)
    {
        var same = await store.ListAsync(owner, cancellationToken).Where(snapshot => SnapshotName.IsOf(snapshot.Name, model.Span)).ToListAsync(cancellationToken);
        return same.Count > 0 && !same.Exists(snapshot => SnapshotName.IsBase(snapshot.Name));
    }

    /// <summary>Puts the counts of another model below what is trained, in the place of those that were imported before.</summary>
    /// <exception cref="InvalidDataException">It is no model; the message says why.</exception>
    /// <exception cref="StorageUnavailableException">Call again.</exception>
    public async Task<CompactionReport> ImportAsync(ModelOwner owner, ReadOnlyMemory<byte> model, CancellationToken cancellationToken)
    {
        Spam.ModelSnapshot.Load(model.Span);
        for (var i = 0; i < MaxTries; i++)
        {
            var before = await store.FindAsync(owner, cancellationToken) ?? new ModelPointer();
            var name = SnapshotName.OfBase(await NextGenerationAsync(owner, before, cancellationToken), model.Span);
            await store.PutAsync(owner, name, model, cancellationToken);
            if (await TryRebuildAsync(owner, before with { Base = name }, cancellationToken) is { } report)
            {
                return report;
            }
        }

        return new CompactionReport(owner, CompactionOutcome.Contended, 0, null);
    }

    /// <summary>A broken pointer does not tell what was imported: the last import whose file is there is it, for the cleaning leaves no older one.</summary>
    private async Task<ModelPointer?> FindAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(owner, cancellationToken);
        return found is { IsBroken: true } ? found with { Base = await LastBaseAsync(owner, cancellationToken) } : found;
    }

    private async Task<string?> LastBaseAsync(ModelOwner owner, CancellationToken cancellationToken) => await store.ListAsync(owner, cancellationToken)
        .Select(snapshot => snapshot.Name)
        .Where(SnapshotName.IsBase)
        .OrderByDescending(SnapshotName.GenerationOf)
        .FirstOrDefaultAsync(cancellationToken);

    /// <returns><c>null</c> when somebody else was faster.</returns>
    private async Task<CompactionReport?> TryFoldAsync(ModelOwner owner, ModelPointer? before, CancellationToken cancellationToken)
    {
        var through = before?.Through ?? 0;
        var head = await ledger.HeadAsync(owner, cancellationToken);
        if (head == through && (before is null || await SpamModelFile.IsThereAsync(store, owner, before.Snapshot, cancellationToken)))
        {
            // A predecessor may have died before it came to this.
            await ledger.TrimAsync(owner, through, cancellationToken);
            return new CompactionReport(owner, CompactionOutcome.Nothing, 0, before);
        }

        var fold = new Fold(owner, logger);
        try
        {
            if (before is not null)
            {
                await fold.AddAsync(store, before.Snapshot, cancellationToken);
            }

            through = await FoldJournalAsync(owner, fold, through, cancellationToken);
            if (through < head)
            {
                throw new InvalidDataException($"the journal ends at step {through} of {head}");
            }
        }
        catch (InvalidDataException e)
        {
            // Another compactor may have trimmed the journal since the pointer was read: then that is in force, and there is nothing to repair.
            return await IsInForceAsync(owner, before, cancellationToken) ? await TryRepairAsync(owner, before, e.Message, cancellationToken) : null;
        }

        return await TryPutInForceAsync(owner, before, fold, through, CompactionOutcome.Folded, cancellationToken);
    }

    /// <returns>The last step that was folded: the last before a gap.</returns>
    private async Task<long> FoldJournalAsync(ModelOwner owner, Fold fold, long through, CancellationToken cancellationToken)
    {
        await foreach (var entry in ledger.JournalAsync(owner, through, cancellationToken))
        {
            if (entry.Sequence != through + 1)
            {
                break;
            }

            fold.Add(entry);
            through = entry.Sequence;
        }

        return through;
    }

    private async Task<CompactionReport?> TryRepairAsync(ModelOwner owner, ModelPointer? before, string reason, CancellationToken cancellationToken)
    {
        TrainingLog.Rebuilding(logger, owner, reason);
        return await TryRebuildAsync(owner, before, cancellationToken);
    }

    /// <returns><c>null</c> when something was trained meanwhile, or a model put in force.</returns>
    private async Task<CompactionReport?> TryRebuildAsync(ModelOwner owner, ModelPointer? before, CancellationToken cancellationToken)
    {
        var head = await ledger.HeadAsync(owner, cancellationToken);
        var fold = new Fold(owner, logger);
        if (before?.Base is { } imported)
        {
            await AddBaseAsync(owner, fold, imported, cancellationToken);
        }

        await foreach (var entry in ledger.ReadAsync(owner, cancellationToken))
        {
            fold.Add(entry);
        }

        // Every step moves the head: the same before and after, it was read as it was at one time.
        return await ledger.HeadAsync(owner, cancellationToken) == head
            ? await TryPutInForceAsync(owner, before, fold, head, CompactionOutcome.Rebuilt, cancellationToken)
            : null;
    }

    private async Task AddBaseAsync(ModelOwner owner, Fold fold, string imported, CancellationToken cancellationToken)
    {
        try
        {
            await fold.AddAsync(store, imported, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            // What was imported can be imported again; what was trained is worth having without it.
            TrainingLog.ModelBroken(logger, owner, imported, e.Message);
        }
    }

    private async Task<bool> IsInForceAsync(ModelOwner owner, ModelPointer? read, CancellationToken cancellationToken) =>
        (await store.FindAsync(owner, cancellationToken))?.Version == read?.Version;

    private async Task<CompactionReport?> TryPutInForceAsync(
        ModelOwner owner, ModelPointer? before, Fold fold, long through, CompactionOutcome outcome, CancellationToken cancellationToken)
    {
        var generation = await NextGenerationAsync(owner, before, cancellationToken);
        var pointer = await fold.WriteAsync(store, generation, cancellationToken) with { Through = through, Base = before?.Base, At = time.GetUtcNow() };
        if (!await store.TrySwingAsync(owner, pointer, before is null or { Version: "" } ? null : before.Version, cancellationToken))
        {
            return null;
        }

        TrainingLog.Folded(logger, owner, pointer.Snapshot, pointer.HamMessages, pointer.SpamMessages, pointer.Features, fold.Steps);
        await ledger.TrimAsync(owner, through, cancellationToken);
        return new CompactionReport(owner, outcome, fold.Steps, pointer);
    }

    /// <summary>Higher than all that are still there, when no pointer tells.</summary>
    private async Task<long> NextGenerationAsync(ModelOwner owner, ModelPointer? before, CancellationToken cancellationToken) => before is { IsBroken: false }
        ? before.Generation + 1
        : 1 + await store.ListAsync(owner, cancellationToken)
            .Select(snapshot => SnapshotName.GenerationOf(snapshot.Name))
            .Append(0)
            .MaxAsync(cancellationToken: cancellationToken);
}
