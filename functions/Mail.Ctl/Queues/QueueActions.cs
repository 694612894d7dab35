using Mail.Core;

namespace Mail.Ctl;

/// <summary>What operators do to messages on their way. Each step leaves the message safe if the next one fails, and can be repeated.</summary>
internal sealed class QueueActions(MailStorage storage, TimeProvider time)
{
    private readonly IncomingQueue _incoming = new(storage.Queues);

    /// <summary>Marks the message, so that the flow leaves it alone; a message that waits is recorded as held at once.</summary>
    /// <returns>False when there is no such message.</returns>
    public async Task<bool> HoldAsync(QueueId id, MessageRecord? record, CancellationToken cancellationToken)
    {
        if (!await storage.Spool.SetHoldAsync(id, hold: true, cancellationToken))
        {
            return false;
        }

        if (record is { State: MessageState.Deferred })
        {
            var held = record with
            {
                State = MessageState.Held,
                UpdatedAt = time.GetUtcNow(),
                NextAttemptAt = null,
                Detail = "held by an operator",
            };
            await storage.Log.RecordAsync(held, cancellationToken);
        }

        return true;
    }

    /// <summary>Takes the mark away and sends the message on its way.</summary>
    /// <returns>False when there is no such message.</returns>
    public async Task<bool> ReleaseAsync(QueueId id, MessageRecord? record, CancellationToken cancellationToken)
    {
        if (!await storage.Spool.SetHoldAsync(id, hold: false, cancellationToken)
            || !await storage.Spool.SetWithdrawnAsync(id, withdrawn: false, cancellationToken))
        {
            return false;
        }

        if (record is { State: MessageState.Held })
        {
            // Before the pointer: should that fail, the sweep finds a deferred message whose attempt is overdue.
            var now = time.GetUtcNow();
            var released = record with { State = MessageState.Deferred, UpdatedAt = now, NextAttemptAt = now, Detail = "released by an operator" };
            await storage.Log.RecordAsync(released, cancellationToken);
        }

        await TryNowAsync(id, record, cancellationToken);
        return true;
    }

    /// <summary>Sends a pointer: the next attempt happens now. A pointer that comes later as well finds the work done.</summary>
    public ValueTask TryNowAsync(QueueId id, MessageRecord? record, CancellationToken cancellationToken) =>
        _incoming.EnqueueAsync(new IncomingPointer(id, Math.Max(1, record?.Attempts ?? 1)), TimeSpan.Zero, cancellationToken);

    /// <summary>Records that an operator deleted the message, then removes it: a message without a record would be enqueued again by the sweep.</summary>
    /// <returns>False when there is no such message.</returns>
    public async Task<bool> DeleteAsync(QueueId id, MessageRecord? record, CancellationToken cancellationToken)
    {
        if (await BaseRecordAsync(id, record, cancellationToken) is not { } known)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var deleted = known with
        {
            State = MessageState.Deleted,
            UpdatedAt = now,
            NextAttemptAt = null,
            Detail = "deleted by an operator",
            Recipients = [.. known.Recipients.Select(recipient => Discard(recipient, now))],
        };
        await storage.Log.RecordAsync(deleted, cancellationToken);
        await storage.Spool.DeleteAsync(id, cancellationToken);
        return true;
    }

    private static RecipientRecord Discard(RecipientRecord recipient, DateTimeOffset now) => recipient.Outcome == RecipientOutcome.Deferred
        ? recipient with { Outcome = RecipientOutcome.Discarded, Detail = "deleted by an operator", At = now }
        : recipient;

    /// <summary>The record there is, or one made from the envelope with every recipient waiting.</summary>
    private async Task<MessageRecord?> BaseRecordAsync(QueueId id, MessageRecord? record, CancellationToken cancellationToken)
    {
        if (record is not null)
        {
            return record;
        }

        await using var message = await storage.Spool.OpenAsync(id, cancellationToken);
        return message is null ? null : new MessageRecord
        {
            QueueId = id,
            State = MessageState.Deferred,
            ReversePath = message.Envelope.ReversePath,
            Size = message.Content.Length,
            UpdatedAt = time.GetUtcNow(),
            Recipients =
            [
                .. message.Envelope.Recipients.Select((recipient, index) => new RecipientRecord
                {
                    Place = index + 1,
                    Address = recipient.Address,
                    Outcome = RecipientOutcome.Deferred,
                    At = message.Envelope.ArrivedAt,
                }),
            ],
        };
    }
}
