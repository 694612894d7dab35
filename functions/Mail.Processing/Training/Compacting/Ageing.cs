using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>
/// Forgets the features that one message has and no other, once that message was trained long ago (setting <c>spam-forget-after</c>): two thirds of a model, and of
/// little use after a year (Mail.Spam/LAB.md, "ageing"). The message stays trained, with fewer features, by a step of the ledger like any other: so the model is still what the ledger
/// tells, and what is left can be unlearnt exactly.
/// </summary>
public sealed class Ageing(ITrainingLedger ledger, IModelStore store, ISiteSettings settings, TimeProvider time)
{
    /// <summary>Of one owner in one run, that is in an hour: 50 MB to be read and written at most, most of the time 5. A site that trained 100,000 messages is through in two weeks.</summary>
    private const int MaxMessages = 300;

    /// <returns>How many messages were aged: compaction is due when there are any.</returns>
    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<int> RunAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        var after = (await settings.GetAsync(cancellationToken)).SpamForgetAfter;
        if (after == TimeSpan.Zero)
        {
            return 0;
        }

        var before = time.GetUtcNow() - after;
        var due = await ledger.ListAsync(owner, cancellationToken)
            .Where(label => !label.IsAged && label.TrainedAt < before)
            .Take(MaxMessages)
            .ToListAsync(cancellationToken);
        return due.Count > 0 && await LoadAsync(owner, cancellationToken) is { } counts ? await AgeAsync(owner, due, counts, cancellationToken) : 0;
    }

    /// <returns><c>null</c> when the model is not up to date, or cannot be read: that is mended first.</returns>
    private async Task<ModelCounts?> LoadAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        var head = await ledger.HeadAsync(owner, cancellationToken);
        try
        {
            if (await store.FindAsync(owner, cancellationToken) is { IsBroken: false } pointer && pointer.Through == head
                && await SpamModelFile.FindAsync(store, owner, pointer.Snapshot, cancellationToken) is { } model)
            {
                var counts = new ModelCounts(model.Counts.Tokens);
                counts.Add(model.Counts);
                return counts;
            }
        }
        catch (InvalidDataException)
        {
            // Compaction finds it too, says so, and makes it anew.
        }

        return null;
    }

    private async Task<int> AgeAsync(ModelOwner owner, List<LedgerLabel> due, ModelCounts counts, CancellationToken cancellationToken)
    {
        var aged = 0;
        foreach (var label in due)
        {
            // One by one: a message that is trained otherwise at this moment does not keep the others from ageing.
            if (await ledger.FindAsync(owner, label.Key, cancellationToken) is { IsAged: false } entry
                && await ledger.TryAppendAsync(owner, [Change(entry, counts)], cancellationToken))
            {
                aged++;
            }
        }

        return aged;
    }

    /// <summary>By counts as they were a moment ago: what somebody trains meanwhile has the feature for itself, and counts it from one.</summary>
    private static TrainingChange Change(LedgerEntry entry, ModelCounts counts)
    {
        var counted = entry.Counted;
        var kept = TokenList.FromBytes(counted.Features.Span) is { } tokens
            ? counts.Forget(tokens, new TrainingStep(counted.As.ToLabel(), counted.Times, counted.Push)).ToBytes()
            : counted.Features;
        return new TrainingChange
        {
            Key = entry.Key,
            From = entry,
            To = counted with { Features = kept },
            // It was not trained anew.
            At = entry.TrainedAt,
            By = entry.By,
            Source = entry.Source,
            IsBatch = entry.IsBatch,
            IsAged = true,
        };
    }
}
