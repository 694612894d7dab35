using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Puts together what the storage knows of a message: spool, queues, record, mailboxes, outbound jobs.</summary>
internal sealed class MessageTracer(MailStorage storage)
{
    /// <summary>The most that a storage queue shows.</summary>
    private const int MaxPeek = 32;

    /// <returns><c>null</c> when nothing is known of the message.</returns>
    public async Task<TraceView?> TraceAsync(QueueId id, CancellationToken cancellationToken)
    {
        var record = await storage.Log.FindAsync(id, cancellationToken);
        var spooled = await storage.Spool.FindAsync(id, cancellationToken);
        var stages = new List<TraceStage>();
        var envelope = spooled is null ? null : await AddSpoolAsync(stages, id, spooled, cancellationToken);
        stages.AddRange(await QueuesAsync(id, cancellationToken));
        if (record is not null)
        {
            await AddRecordAsync(stages, record, cancellationToken);
        }

        stages.AddRange(await storage.Outbound.ListAsync(id, cancellationToken).Select(Job).ToListAsync(cancellationToken));
        if (stages.Count == 0)
        {
            return null;
        }

        return new TraceView(
            id.ToString(),
            record?.MessageId ?? "",
            record?.Subject ?? "",
            envelope is null ? (record is null ? null : record.ReversePath?.ToString() ?? "") : envelope.ReversePath?.ToString() ?? "",
            record is null ? null : QueueState.Name(record.State),
            // Stable: steps of the same moment stay in the order in which they happen.
            [.. stages.OrderBy(stage => stage.At ?? DateTimeOffset.MaxValue)]);
    }

    private async Task<Envelope?> AddSpoolAsync(
        List<TraceStage> stages, QueueId id, SpoolEntry spooled, CancellationToken cancellationToken)
    {
        await using var message = await storage.Spool.OpenAsync(id, cancellationToken);
        if (message?.Envelope is { } envelope)
        {
            var recipients = string.Join(", ", envelope.Recipients.Select(recipient => $"<{recipient.Address}>"));
            stages.Add(new TraceStage(
                envelope.ArrivedAt, "received", null, $"from <{envelope.ReversePath}> for {recipients}", ClientText.Of(envelope)));
            if (envelope.Tags is { } tags)
            {
                stages.Add(new TraceStage(envelope.ArrivedAt, "tagged", null, string.Join(", ", tags), "by access rules"));
            }
            AddChecks(stages, envelope);
        }

        var size = spooled.Size.ToString(CultureInfo.InvariantCulture);
        // Storage counts in whole seconds, the gateway in fractions.
        var committed = message?.Envelope.ArrivedAt > spooled.CommittedAt ? message.Envelope.ArrivedAt : spooled.CommittedAt;
        stages.Add(new TraceStage(committed, "spooled", null, $"{spooled.Name}, {size} bytes", ""));
        if (spooled.Held)
        {
            stages.Add(new TraceStage(null, "held", null, "not delivered until released", "held by an operator"));
        }

        if (spooled.Withdrawn)
        {
            stages.Add(new TraceStage(null, "withdrawn", null, "not delivered unless its client sends it again", "its client was told 451"));
        }

        return message?.Envelope;
    }

    private static void AddChecks(List<TraceStage> stages, Envelope envelope)
    {
        if (ClientChecks.TryParse(envelope.Checks, out var checks))
        {
            var words = checks.Select(check => $"{check.Name} {check.Outcome.ToString().ToLowerInvariant()}{(check.Detail.Length > 0 ? $" ({check.Detail})" : "")}");
            stages.Add(new TraceStage(envelope.ArrivedAt, "checked", null, "the client", string.Join(", ", words)));
        }
    }

    /// <summary>Pointers to the message among those that the queues show.</summary>
    private async Task<List<TraceStage>> QueuesAsync(QueueId id, CancellationToken cancellationToken)
    {
        var waiting = await storage.Queues.Get(QueueNames.Incoming).PeekAsync(MaxPeek, cancellationToken);
        var poison = await new PoisonQueues(storage.Queues).PeekAsync(cancellationToken);
        return
        [
            .. waiting
                .Where(item => IncomingPointer.TryParse(item.Body, out var pointer) && pointer.QueueId == id)
                .Select(item => new TraceStage(item.InsertedAt, "waiting", null, "in queue incoming", Failures(item))),
            .. poison
                .Where(message => message.Answers(id.ToString()))
                .Select(message => new TraceStage(
                    message.Item.InsertedAt,
                    "poison",
                    null,
                    $"in queue {QueueNames.Poison(message.Queue)}",
                    $"processing failed too often; see the log, then: mailctl queue requeue {message.Id}")),
        ];
    }

    private static string Failures(WorkItem item) =>
        item.DequeueCount == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"processing failed {item.DequeueCount} times");

    private async Task AddRecordAsync(List<TraceStage> stages, MessageRecord record, CancellationToken cancellationToken)
    {
        foreach (var recipient in record.Recipients)
        {
            foreach (var delivery in recipient.Deliveries)
            {
                stages.AddRange(await new DeliveryTracer(storage.Mailboxes).TraceAsync(recipient, delivery, cancellationToken));
            }

            stages.Add(new TraceStage(
                recipient.At, "recipient", recipient.Address.ToString(), QueueState.Name(recipient.Outcome), recipient.Detail));
        }

        var next = record.NextAttemptAt is { } at ? $", next attempt {Moment.Format(at)}" : "";
        var attempts = record.Attempts.ToString(CultureInfo.InvariantCulture);
        stages.Add(new TraceStage(
            record.UpdatedAt, "record", null, $"{QueueState.Name(record.State)}, attempt {attempts}{next}", record.Detail));
    }

    private static TraceStage Job(OutboundJob job)
    {
        var recipients = string.Join(", ", job.Recipients.Select(recipient => recipient.Address));
        var attempts = job.Attempts.ToString(CultureInfo.InvariantCulture);
        return new TraceStage(
            job.CreatedAt, "outbound", null, $"{job.State.ToString().ToLowerInvariant()} for {job.Destination} as {job.JobId}: {recipients}", job.LastReply ?? $"attempts: {attempts}");
    }
}
