using Mail.Core;

namespace Mail.Processing;

/// <summary>Carries what became of a job's recipients into the record of the message (table <c>Messages</c>). May be repeated.</summary>
public sealed class OutboundRecorder(IMessageLog log)
{
    /// <summary>
    /// Records the places all of whose addresses in the job are final.
    /// </summary>
    /// <returns>
    /// False when the record does not name the job yet: the run of the message flow that has enqueued it is not over, or has died and comes again. The
    /// job has to stay for as long, or that run would enqueue it anew and everybody would get the message twice.
    /// </returns>
    public async Task<bool> RecordAsync(OutboundJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var record = await log.UpdateAsync(job.QueueId, found => Change(found, job, now), cancellationToken);
        return record is null or { State: MessageState.Deleted }
            ? record is not null
            : job.Recipients.Select(recipient => recipient.Place).Distinct().All(place => IsNamed(record, place, job));
    }

    private static MessageRecord Change(MessageRecord record, OutboundJob job, DateTimeOffset now)
    {
        var recipients = record.Recipients.Select(recipient => Change(recipient, job, now)).ToList();
        if (recipients.SequenceEqual(record.Recipients))
        {
            return record;
        }

        var isFailed = recipients.Exists(recipient => recipient.Outcome == RecipientOutcome.Failed);
        return record with
        {
            Recipients = recipients,
            State = record.State is MessageState.Delivered or MessageState.Failed
                ? isFailed ? MessageState.Failed : MessageState.Delivered
                : record.State,
            UpdatedAt = now,
        };
    }

    private static RecipientRecord Change(RecipientRecord record, OutboundJob job, DateTimeOffset now)
    {
        if (!record.Deliveries.Contains(job.DeliveryText))
        {
            return record;
        }

        // An address that several recipients lead to is in the job once, under the first of them.
        var own = job.Recipients.Where(recipient => recipient.Place == record.Place).ToList();
        var served = own.Count > 0 ? own : [.. job.Recipients];
        if (served.Exists(recipient => recipient.IsPending))
        {
            return record;
        }

        var isFailed = served.Exists(recipient => recipient.State == OutboundRecipientState.Failed);
        List<string> deliveries = [.. record.Deliveries.Select(delivery => delivery == job.DeliveryText ? Word(isFailed, served) + delivery[8..] : delivery)];
        return record with
        {
            Deliveries = deliveries,
            Detail = string.Join("; ", [.. record.Detail.Length > 0 ? [record.Detail] : Array.Empty<string>(), .. served.Select(Tell)]),
            Outcome = record.Outcome == RecipientOutcome.Queued ? OutcomeOf(deliveries) : record.Outcome,
            At = now,
        };
    }

    private static string Word(bool isFailed, List<OutboundRecipient> served) =>
        isFailed ? "failed" : served.Exists(recipient => recipient.State == OutboundRecipientState.Sent) ? "sent" : "dropped";

    private static RecipientOutcome OutcomeOf(List<string> deliveries)
    {
        bool Has(string word) => deliveries.Exists(delivery => delivery.StartsWith(word + " ", StringComparison.Ordinal));
        return Has("outbound") ? RecipientOutcome.Queued
            : Has("failed") ? RecipientOutcome.Failed
            : deliveries.TrueForAll(delivery => delivery.StartsWith("dropped ", StringComparison.Ordinal)) ? RecipientOutcome.Discarded
            : RecipientOutcome.Delivered;
    }

    private static string Tell(OutboundRecipient recipient) =>
        $"{recipient.Address} {recipient.State.ToString().ToLowerInvariant()}: {(recipient.Reason.Length > 0 ? recipient.Reason : recipient.Reply?.ToString())}"
        + (recipient.Host is { } host ? $" ({host})" : "");

    private static bool IsNamed(MessageRecord record, int place, OutboundJob job) =>
        record.Recipients.FirstOrDefault(recipient => recipient.Place == place)?.Deliveries
            .Any(delivery => delivery.EndsWith(job.DeliveryText[8..], StringComparison.Ordinal)) == true;
}
