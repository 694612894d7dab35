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
        // A withdrawal may have begun, here or in an earlier life: it is undone, and what it asked for takes no effect, however late it comes.
        var isThere = await spool.SetWithdrawnAsync(queueId, withdrawn: false, cancellationToken);
        if (IsDone(await log.FindAsync(queueId, cancellationToken)))
        {
            AcceptanceLog.HasRecord(logger, queueId);
            return true;
        }

        if (isThere)
        {
            // Attempt 1: this need not be the first pointer, so the flow has to ask what was done before.
            await incoming.EnqueueAsync(new IncomingPointer(queueId, Attempt: 1), TimeSpan.Zero, cancellationToken);
            AcceptanceLog.QueuedAgain(logger, queueId);
        }

        return isThere;
    }

    /// <summary>
    /// Takes back a message whose client was told 451: the flow leaves it alone from here on, and the sweep removes it when no client can come
    /// again with it. Until then a retry can have this copy, so that what was delivered of it before is not delivered twice.
    /// </summary>
    /// <exception cref="StorageUnavailableException">It may have been done or not.</exception>
    public async ValueTask<Withdrawal> WithdrawAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        var wasThere = await spool.SetWithdrawnAsync(queueId, withdrawn: true, cancellationToken);
        if (HasOutcome(await log.FindAsync(queueId, cancellationToken)))
        {
            // Somebody has it already, so a retry has to find it, and whoever does not have it yet must get it too.
            await SecureAsync(queueId, cancellationToken);
            return Withdrawal.TooLate;
        }

        if (wasThere)
        {
            AcceptanceLog.Withdrawn(logger, queueId);
        }

        return wasThere ? Withdrawal.Done : Withdrawal.NothingThere;
    }

    // Any other state needs the blob for what is still to be done.
    private static bool IsDone(MessageRecord? record) => record is { IsFinal: true };

    private static bool HasOutcome(MessageRecord? record) =>
        IsDone(record) || record?.Recipients.Any(recipient => recipient.Outcome != RecipientOutcome.Deferred) == true;
}
