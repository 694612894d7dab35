using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// The net under the queue <c>training</c>: finds owners whose journal waits although no pointer does (a <c>mailctl</c> that was killed) or whose model is
/// gone, has old messages aged, and removes old snapshots. Four to six requests for an owner, and one more for each thousand messages trained.
/// </summary>
public sealed class ModelUpkeep(ITrainingLedger ledger, IModelStore store, IMailboxStore mailboxes, SnapshotCleaning cleaning, Ageing ageing, TrainingQueue queue)
{
    // Requests to different partitions and folders: at 10 ms each, some 300 owners a second.
    private const int AtOnce = 8;

    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<UpkeepReport> RunAsync(CancellationToken cancellationToken)
    {
        var (waiting, removed, aged) = (0, 0, 0);
        var owners = await OwnersAsync(cancellationToken);
        await Parallel.ForEachAsync(owners, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (owner, cancel) =>
        {
            var isWaiting = await IsWaitingAsync(owner, cancel);
            var agedHere = isWaiting ? 0 : await ageing.RunAsync(owner, cancel);
            Interlocked.Add(ref waiting, isWaiting ? 1 : 0);
            Interlocked.Add(ref aged, agedHere);
            if (isWaiting || agedHere > 0)
            {
                await queue.SendAsync(new TrainingPointer.Compact(owner), TimeSpan.Zero, cancel);
            }

            Interlocked.Add(ref removed, await cleaning.RunAsync(owner, cancel));
        });
        return new UpkeepReport(owners.Count, waiting, removed, aged);
    }

    /// <summary>The site, whoever has a mailbox, and whoever has a model.</summary>
    private async Task<IReadOnlyCollection<ModelOwner>> OwnersAsync(CancellationToken cancellationToken)
    {
        var owners = new HashSet<ModelOwner> { ModelOwner.Site };
        await foreach (var accountId in mailboxes.ListAccountIdsAsync(cancellationToken))
        {
            owners.Add(ModelOwner.Account(accountId));
        }

        await foreach (var owner in store.ListOwnersAsync(cancellationToken))
        {
            owners.Add(owner);
        }

        return owners;
    }

    /// <summary>Training is not in the model yet, or the model is gone.</summary>
    private async Task<bool> IsWaitingAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        var head = await ledger.HeadAsync(owner, cancellationToken);
        var pointer = await store.FindAsync(owner, cancellationToken);
        return head != (pointer?.Through ?? 0)
            || (pointer is not null && (pointer.IsBroken || !await SpamModelFile.IsThereAsync(store, owner, pointer.Snapshot, cancellationToken)));
    }
}
