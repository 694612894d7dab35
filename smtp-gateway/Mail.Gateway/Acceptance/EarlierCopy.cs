using Mail.Core;

namespace Mail.Gateway;

/// <summary>Finds out what storage has of a message in doubt, and makes it safe or takes it back.</summary>
internal sealed class EarlierCopy(ISpool spool, IMessageLog log, IncomingQueue incoming, ILogger<EarlierCopy> logger)
{
    /// <summary>
    /// Makes sure that a message in doubt will be delivered, if that can be: true when it has been, or is queued again now; false when there
    /// is nothing left that could be delivered.
    /// </summary>
    /// <param name="wasRefused">A withdrawal may have begun: it is undone, and what it asked for takes no effect any more, however late it comes.</param>
    /// <param name="hold">What undoing it means: the message was to be on hold from the start.</param>
    /// <exception cref="StorageUnavailableException">It is not known.</exception>
    public async ValueTask<bool> SecureAsync(QueueId queueId, bool wasRefused, bool hold, CancellationToken cancellationToken)
    {
        if (IsDone(await log.FindAsync(queueId, cancellationToken)))
        {
            AcceptanceLog.HasRecord(logger, queueId);
            return true;
        }

        var isThere = wasRefused
            ? await spool.SetHoldAsync(queueId, hold, cancellationToken)
            : await spool.FindAsync(queueId, cancellationToken) is not null;
        if (isThere)
        {
            // Attempt 1: this need not be the first pointer, so the flow has to ask what was done before.
            await incoming.EnqueueAsync(new IncomingPointer(queueId, Attempt: 1), TimeSpan.Zero, cancellationToken);
            AcceptanceLog.QueuedAgain(logger, queueId);
            return true;
        }

        // Between the two questions the message may have been done with and its blob deleted.
        return IsDone(await log.FindAsync(queueId, cancellationToken));
    }

    /// <summary>
    /// Takes back a message whose client was told 451, in two steps with a pause between them (<see cref="InDoubtWorker.LateWrite"/>): first the
    /// flow is told to leave it alone, then it is removed. In between, a retry can still have this copy, and a delivery that was under way
    /// shows in the message log.
    /// </summary>
    /// <param name="again">The pause since the step before has passed.</param>
    /// <exception cref="StorageUnavailableException">It may have been done or not.</exception>
    public async ValueTask<Withdrawal> WithdrawAsync(QueueId queueId, bool again, CancellationToken cancellationToken)
    {
        var record = await log.FindAsync(queueId, cancellationToken);
        if (HasOutcome(record))
        {
            // Somebody has it already, so a retry has to find it, and whoever does not have it yet must get it too.
            await SecureAsync(queueId, wasRefused: true, hold: false, cancellationToken);
            return Withdrawal.TooLate;
        }

        var entry = await spool.FindAsync(queueId, cancellationToken);
        if (entry is not null && !(again && entry.Held))
        {
            await spool.SetHoldAsync(queueId, hold: true, cancellationToken);
            return Withdrawal.Begun;
        }

        if (!again)
        {
            return Withdrawal.Begun;
        }

        await spool.DeleteAsync(queueId, cancellationToken);
        if (record is not null)
        {
            // It says that the message waits, and there is nothing left to wait for.
            await log.DeleteAsync(queueId, cancellationToken);
        }

        AcceptanceLog.Withdrawn(logger, queueId, wasThere: entry is not null);
        return Withdrawal.Done;
    }

    // Any other state needs the blob for what is still to be done.
    private static bool IsDone(MessageRecord? record) =>
        record is { State: MessageState.Delivered or MessageState.Failed or MessageState.Deleted };

    private static bool HasOutcome(MessageRecord? record) =>
        IsDone(record) || record?.Recipients.Any(recipient => recipient.Outcome != RecipientOutcome.Deferred) == true;
}

/// <summary>How far the withdrawal of a message is.</summary>
internal enum Withdrawal
{
    /// <summary>The flow leaves it alone, or there is nothing of it yet: to be looked at again.</summary>
    Begun,

    /// <summary>Nothing is left of it.</summary>
    Done,

    /// <summary>The flow was faster: it is delivered, in whole or in part, and will be to the others.</summary>
    TooLate,
}
