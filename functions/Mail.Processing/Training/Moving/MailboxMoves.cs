using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Moves messages for their owners, and learns from it: into Junk is spam, out of Junk or out of the review folder is ham. Only what a person
/// moves trains; what rules file does not.
/// </summary>
public sealed class MailboxMoves(IMailboxStore mailboxes, ISpamSettings settings, TrainingQueue queue)
{
    /// <summary>As long as a move takes, most of the time. Who comes too early waits again.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <param name="folder">Where it goes; made when it is not there.</param>
    /// <returns>The message where it is now; <c>null</c> when there is none of this delivery id.</returns>
    /// <exception cref="StorageUnavailableException">It may be moved or not: move it again.</exception>
    public async ValueTask<MovedMessage?> MoveAsync(AccountEntry account, string deliveryId, string folder, CancellationToken cancellationToken)
    {
        if (await mailboxes.FindAsync(account.AccountId, deliveryId, cancellationToken) is not { } message)
        {
            return null;
        }

        var policy = await settings.GetAsync(account, cancellationToken);
        var learnt = TrainingFolders.MoveMeans(message.Folder, folder, policy.ReviewFolder);
        if (learnt is { } trainedAs)
        {
            // Before the move: when we die between the two, the pointer finds the message where it was, and nothing is trained. After it, a move would be lost.
            await queue.SendAsync(new TrainingPointer.Moved(account.AccountId, deliveryId, trainedAs), Delay, cancellationToken);
        }

        var moved = await mailboxes.MoveAsync(account.AccountId, deliveryId, new MailboxMove(folder), cancellationToken);
        return moved is null ? null : new MovedMessage(moved, message.Folder, learnt);
    }
}
