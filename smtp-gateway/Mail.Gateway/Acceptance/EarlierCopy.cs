using Mail.Core;

namespace Mail.Gateway;

/// <summary>Finds out what storage has of a message in doubt, and makes it safe or takes it back.</summary>
internal sealed class EarlierCopy(ISpool spool, IMessageLog log, IncomingQueue incoming, ILogger<EarlierCopy> logger)
{
    /// <summary>
    /// Makes sure that a message in doubt will be delivered, if that can be: true when it has been, or is queued again now; false when there
    /// is nothing left that could be delivered.
    /// </summary>
    /// <exception cref="StorageUnavailableException">It is not known.</exception>
    public async ValueTask<bool> SecureAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        if (await IsDoneAsync(queueId, cancellationToken))
        {
            AcceptanceLog.HasRecord(logger, queueId);
            return true;
        }

        if (await spool.FindAsync(queueId, cancellationToken) is not null)
        {
            // Attempt 1: this need not be the first pointer, so the flow has to ask what was done before.
            await incoming.EnqueueAsync(new IncomingPointer(queueId, Attempt: 1), TimeSpan.Zero, cancellationToken);
            AcceptanceLog.QueuedAgain(logger, queueId);
            return true;
        }

        // Between the two questions the message may have been done with and its blob deleted.
        return await IsDoneAsync(queueId, cancellationToken);
    }

    /// <summary>
    /// Takes a message out of the spool whose client was told 451. False when the message flow was faster: then it is delivered, and a retry
    /// has to find it.
    /// </summary>
    /// <remarks>
    /// What remains: the flow may have opened the message and not yet recorded anything when we look the second time. Then it is delivered
    /// although its sender was told 451. A sender that tries again gets the record's queue id and no second copy; only one that gave up after
    /// this one failure is misled, within the some 50 ms that a delivery takes.
    /// </remarks>
    /// <exception cref="StorageUnavailableException">It may be gone or not.</exception>
    public async ValueTask<bool> WithdrawAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        if (await log.FindAsync(queueId, cancellationToken) is not null)
        {
            return false;
        }

        var wasThere = await spool.DeleteAsync(queueId, cancellationToken);
        if (await log.FindAsync(queueId, cancellationToken) is not null)
        {
            return false;
        }

        AcceptanceLog.Withdrawn(logger, queueId, wasThere);
        return true;
    }

    private async ValueTask<bool> IsDoneAsync(QueueId queueId, CancellationToken cancellationToken) =>
        // Any other state needs the blob for what is still to be done.
        await log.FindAsync(queueId, cancellationToken) is { State: MessageState.Delivered or MessageState.Failed or MessageState.Deleted };
}
