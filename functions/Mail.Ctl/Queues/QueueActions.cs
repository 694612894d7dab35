using Mail.Core;

namespace Mail.Ctl;

/// <summary>What operators do to messages on their way. Each step leaves the message safe if the next one fails, and can be repeated.</summary>
internal sealed class QueueActions(MailStorage storage, TimeProvider time)
{
    private readonly IncomingQueue _incoming = new(storage.Queues);

    /// <summary>Marks the message, so that the flow leaves it alone; a message that waits is recorded as held at once.</summary>
    /// <returns>False when there is no such message.</returns>
    public async Task<bool> HoldAsync(QueueId id, CancellationToken cancellationToken)
    {
        if (!await storage.Spool.SetHoldAsync(id, hold: true, cancellationToken))
        {
            return false;
        }

        await storage.Log.UpdateAsync(
            id,
            found => found.State == MessageState.Deferred
                ? found with { State = MessageState.Held, UpdatedAt = time.GetUtcNow(), NextAttemptAt = null, Detail = "held by an operator" }
                : found,
            cancellationToken);
        return true;
    }

    /// <summary>Takes the mark away and sends the message on its way.</summary>
    /// <returns>False when there is no such message.</returns>
    public async Task<bool> ReleaseAsync(QueueId id, CancellationToken cancellationToken)
    {
        if (!await storage.Spool.SetHoldAsync(id, hold: false, cancellationToken)
            || !await storage.Spool.SetWithdrawnAsync(id, withdrawn: false, cancellationToken))
        {
            return false;
        }

        // Before the pointer: should that fail, the sweep finds a deferred message whose attempt is overdue.
        var now = time.GetUtcNow();
        var record = await storage.Log.UpdateAsync(
            id,
            found => found.State == MessageState.Held
                ? found with { State = MessageState.Deferred, UpdatedAt = now, NextAttemptAt = now, ReleasedAt = now, Detail = "released by an operator" }
                : found,
            cancellationToken);
        await TryNowAsync(id, record, cancellationToken);
        return true;
    }

    /// <summary>Sends a pointer: the next attempt happens now. A pointer that comes later as well finds the work done.</summary>
    public ValueTask TryNowAsync(QueueId id, MessageRecord? record, CancellationToken cancellationToken) =>
        _incoming.EnqueueAsync(new IncomingPointer(id, Math.Max(1, record?.Attempts ?? 1)), TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// Records that an operator deleted the message, then removes it: a message without a record would be enqueued again by the sweep. What has come to an
    /// end meanwhile stays; of a deletion and a release of the same message the first counts.
    /// </summary>
    /// <returns>The record as it is now: deleted, or what it has come to; <c>null</c> when there is no such message.</returns>
    public async Task<MessageRecord?> DeleteAsync(QueueId id, CancellationToken cancellationToken)
    {
        var record = await storage.Log.UpdateAsync(id, ToDeleted, cancellationToken);
        if (record is null && await FirstRecordAsync(id, cancellationToken) is { } first)
        {
            var deleted = ToDeleted(first);
            record = await storage.Log.AddAsync(deleted, cancellationToken) ? deleted : await storage.Log.UpdateAsync(id, ToDeleted, cancellationToken);
        }

        if (record is { State: MessageState.Deleted })
        {
            await storage.Spool.DeleteAsync(id, cancellationToken);
        }

        return record;
    }

    private MessageRecord ToDeleted(MessageRecord record) => record.IsFinal ? record : record with
    {
        State = MessageState.Deleted,
        UpdatedAt = time.GetUtcNow(),
        NextAttemptAt = null,
        Detail = "deleted by an operator",
        Recipients = [.. record.Recipients.Select(recipient => Discard(recipient, time.GetUtcNow()))],
    };

    private static RecipientRecord Discard(RecipientRecord recipient, DateTimeOffset now) => recipient.Outcome == RecipientOutcome.Deferred
        ? recipient with { Outcome = RecipientOutcome.Discarded, Detail = "deleted by an operator", At = now }
        : recipient;

    /// <summary>One made from the envelope, with every recipient waiting.</summary>
    private async Task<MessageRecord?> FirstRecordAsync(QueueId id, CancellationToken cancellationToken)
    {
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
