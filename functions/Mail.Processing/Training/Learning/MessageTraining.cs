using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>
/// Trains messages for an owner: writes into ledger and journal what <see cref="Trainer"/> wants counted. It is in force after the next compaction. The same
/// again changes nothing, so whoever is cut off begins anew.
/// </summary>
public sealed class MessageTraining(ITrainingLedger ledger, TimeProvider time)
{
    // Each is another writer's step for the same message at just that moment.
    private const int MaxConflicts = 10;

    private readonly RecentTraining _recent = new(time);

    /// <summary>One message.</summary>
    /// <param name="models">The owner's model, and the site's when it is an account's, as they are now: what is known already need not be said so loud.</param>
    /// <exception cref="StorageUnavailableException">It may be trained or not: train it again.</exception>
    public async Task<TrainingOutcome> TrainAsync(ModelOwner owner, TrainingRequest request, SpamModels models, CancellationToken cancellationToken)
    {
        var (model, site) = owner.AccountId is null ? (models.Site, null) : (models.Account ?? ModelSnapshot.Empty, models.Site);
        using var own = await _recent.TakeAsync(owner, model, cancellationToken);
        for (var i = 0; i < MaxConflicts; i++)
        {
            var entry = await ledger.FindAsync(owner, request.Message.Key, cancellationToken);
            if (Plan(request, entry, own, site) is not { } change)
            {
                return TrainingOutcome.Unchanged;
            }

            if (await ledger.TryAppendAsync(owner, [change], cancellationToken))
            {
                own.Add(change);
                return OutcomeOf(change);
            }
        }

        throw new StorageUnavailableException($"Message {request.Message.Key} of {owner} is trained by others at the same time.");
    }

    /// <returns><c>null</c> when nothing is to be done.</returns>
    private TrainingChange? Plan(TrainingRequest request, LedgerEntry? entry, ITokenCounts own, ITokenCounts? site)
    {
        if (request.As == entry?.Counted.As)
        {
            return null;
        }

        var tokens = request.Message.Tokens;
        return new TrainingChange
        {
            Key = request.Message.Key,
            From = entry,
            To = request.As is { } trainedAs ? Trainer.Plan(tokens, trainedAs.ToLabel(), own, site).Count(tokens) : null,
            At = time.GetUtcNow(),
            By = request.By,
            Source = request.Source,
        };
    }

    private static TrainingOutcome OutcomeOf(TrainingChange change) => (change.From, change.To) switch
    {
        (null, _) => TrainingOutcome.Trained,
        (_, null) => TrainingOutcome.Untrained,
        _ => TrainingOutcome.Retrained,
    };
}
