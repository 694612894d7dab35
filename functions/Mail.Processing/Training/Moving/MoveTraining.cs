using Mail.Core;

namespace Mail.Processing;

/// <summary>Trains a message that its owner has moved, by where it is.</summary>
public sealed class MoveTraining(IMailboxStore mailboxes, ISpamModels models, MessageTraining training, TrainingQueue queue)
{
    /// <summary>How the ledger calls it.</summary>
    public const string By = "moved";

    /// <summary>The pointer goes before the move: a minute until it is taken to have come to nothing.</summary>
    private const int MaxAttempts = 6;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    /// <returns>What was done, in words.</returns>
    /// <exception cref="StorageUnavailableException">Do it again.</exception>
    public async Task<string> ProcessAsync(TrainingPointer.Moved moved, CancellationToken cancellationToken)
    {
        if (await mailboxes.FindAsync(moved.AccountId, moved.DeliveryId, cancellationToken) is not { } message)
        {
            return "the message is gone";
        }

        if (!TrainingFolders.Confirms(message.Folder, moved.As))
        {
            return await NotThereAsync(moved, cancellationToken);
        }

        await using var content = await mailboxes.OpenAsync(moved.AccountId, moved.DeliveryId, cancellationToken);
        if (content is null)
        {
            return "the message has no content";
        }

        var owner = ModelOwner.Account(moved.AccountId);
        var text = await TrainingText.ReadAsync(content, message.Decision.Screening?.Facts, keepTexts: false, cancellationToken);
        var known = await models.GetAsync(moved.AccountId, cancellationToken);
        var outcome = await training.TrainAsync(owner, new TrainingRequest(text, moved.As, By, moved.DeliveryId), known, cancellationToken);
        // Also when it is unchanged: an earlier run may have died before it came to this.
        await queue.CompactSoonAsync(owner, cancellationToken);
        return $"{moved.As}: {outcome}";
    }

    private async Task<string> NotThereAsync(TrainingPointer.Moved moved, CancellationToken cancellationToken)
    {
        if (moved.Attempt >= MaxAttempts)
        {
            return "not moved, or moved on since";
        }

        await queue.SendAsync(moved with { Attempt = moved.Attempt + 1 }, Again, cancellationToken);
        return "not there yet";
    }
}
