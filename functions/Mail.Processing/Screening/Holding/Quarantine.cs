using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// What the screen keeps from everybody: messages whose record says quarantined. They stay in the spool until they are released, deleted, or their time is
/// over. Each change is one conditional write of the record, so that of two people at once one is right.
/// </summary>
public sealed class Quarantine(IMessageLog log, ISpool spool, IncomingQueue incoming, TimeProvider time)
{
    /// <summary>All messages that are held, in the order of their arrival.</summary>
    public IAsyncEnumerable<MessageRecord> ListAsync(CancellationToken cancellationToken) =>
        log.ListAsync(from: null, MessageState.Quarantined, cancellationToken);

    /// <summary>Sends a message on to its recipients, whatever the scanners say of it. A release that was cut off is finished by another.</summary>
    /// <param name="queueId">The message.</param>
    /// <param name="by">Who does it, for the record.</param>
    /// <exception cref="StorageUnavailableException">It may be released or not; doing it again is right in both cases.</exception>
    public async Task<QuarantineResult> ReleaseAsync(QueueId queueId, string by, CancellationToken cancellationToken)
    {
        if (await spool.FindAsync(queueId, cancellationToken) is null)
        {
            return await log.FindAsync(queueId, cancellationToken) switch
            {
                null => QuarantineResult.NotFound,
                { State: MessageState.Quarantined } => QuarantineResult.NotInSpool,
                _ => QuarantineResult.NotQuarantined,
            };
        }

        var now = time.GetUtcNow();
        var released = await log.UpdateAsync(
            queueId,
            record => record.State == MessageState.Quarantined
                ? record with
                {
                    State = MessageState.Deferred,
                    UpdatedAt = now,
                    NextAttemptAt = now,
                    ReleasedBy = ScanText.Clean(by),
                    ReleasedAt = now,
                    Detail = $"released from quarantine by {ScanText.Clean(by)}",
                }
                : record,
            cancellationToken);
        switch (released)
        {
            case null:
                return QuarantineResult.NotFound;
            case { State: MessageState.Deferred, ReleasedBy.Length: > 0 }:
                // After the record: should this fail, the sweep finds a deferred message whose attempt is overdue.
                await incoming.EnqueueAsync(new IncomingPointer(queueId, Math.Max(1, released.Attempts)), TimeSpan.Zero, cancellationToken);
                return QuarantineResult.Done;
            default:
                return QuarantineResult.NotQuarantined;
        }
    }

    /// <summary>Removes a message for good; its record stays and says so.</summary>
    /// <param name="queueId">The message.</param>
    /// <param name="by">Who does it, for the record.</param>
    public async Task<QuarantineResult> DeleteAsync(QueueId queueId, string by, CancellationToken cancellationToken)
    {
        var detail = $"deleted from quarantine by {ScanText.Clean(by)}";
        var deleted = await log.UpdateAsync(queueId, record => ToDeleted(record, detail), cancellationToken);
        if (deleted is not { State: MessageState.Deleted })
        {
            return deleted is null ? QuarantineResult.NotFound : QuarantineResult.NotQuarantined;
        }

        await spool.DeleteAsync(queueId, cancellationToken);
        return QuarantineResult.Done;
    }

    /// <summary>Removes a message whose time in quarantine is over, unless somebody releases it at this moment.</summary>
    /// <returns>Whether it is gone.</returns>
    internal async Task<bool> ExpireAsync(MessageRecord listed, TimeSpan kept, CancellationToken cancellationToken)
    {
        if (listed.UpdatedAt + kept >= time.GetUtcNow())
        {
            return false;
        }

        var expired = await log.UpdateAsync(listed.QueueId, record => ToDeleted(record, $"removed after {kept.TotalDays:0} days in quarantine"), cancellationToken);
        if (expired is not { State: MessageState.Deleted })
        {
            return false;
        }

        // The record goes last: a message without one would be taken for an orphan.
        await spool.DeleteAsync(listed.QueueId, cancellationToken);
        await log.DeleteAsync(listed.QueueId, cancellationToken);
        return true;
    }

    private MessageRecord ToDeleted(MessageRecord record, string detail)
    {
        var now = time.GetUtcNow();
        return record.State != MessageState.Quarantined ? record : record with
        {
            State = MessageState.Deleted,
            UpdatedAt = now,
            NextAttemptAt = null,
            Detail = detail,
            Recipients = [.. record.Recipients.Select(recipient => recipient.Outcome == RecipientOutcome.Deferred
                ? recipient with { Outcome = RecipientOutcome.Discarded, Detail = detail, At = now }
                : recipient)],
        };
    }
}
