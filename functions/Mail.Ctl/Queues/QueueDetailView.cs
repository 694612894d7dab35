using Mail.Core;

namespace Mail.Ctl;

/// <summary>One message that waits: what a list shows, and its envelope.</summary>
/// <param name="State">As in <see cref="QueueEntryView"/>; <c>active</c> when it is in no list because it is being worked on, or waits for the sweep.</param>
/// <param name="Sender">Empty for the null reverse-path; <c>null</c> when unknown.</param>
/// <param name="Client">Who brought it; <c>null</c> when the spool does not have it.</param>
/// <param name="Jobs">What of it goes to other servers and is not done with: those of the message, or the one that was asked for.</param>
internal sealed record QueueDetailView(
    string Id,
    string State,
    string? Queue,
    string? Sender,
    string? Client,
    string Subject,
    long Size,
    DateTimeOffset ArrivedAt,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string Reason,
    IReadOnlyList<RecipientView> Recipients,
    IReadOnlyList<OutboundJobView> Jobs)
{
    public static QueueDetailView From(
        QueueEntryView? listed, MessageRecord? record, SpooledMessage? message, IEnumerable<OutboundJob> jobs, DateTimeOffset now)
    {
        var envelope = message?.Envelope;
        List<OutboundJobView> views = [.. jobs.Select(job => OutboundJobView.From(job, now))];
        var isSending = views.Count > 0;
        return new QueueDetailView(
            listed?.Id ?? (envelope?.QueueId ?? record!.QueueId).ToString(),
            listed?.State ?? (isSending ? QueueState.Outbound : "active"),
            listed?.Queue,
            envelope is null ? listed?.Sender : envelope.ReversePath?.ToString() ?? "",
            envelope is null ? null : ClientText.Of(envelope),
            record?.Subject ?? listed?.Subject ?? "",
            message?.Content.Length ?? listed?.Size ?? 0,
            envelope?.ArrivedAt ?? listed?.ArrivedAt ?? now,
            listed?.Attempts ?? record?.Attempts ?? 0,
            listed?.NextAttemptAt ?? record?.NextAttemptAt,
            listed?.Reason ?? (isSending ? "other servers have not taken all of it" : "being worked on, or found by the sweep soon"),
            RecipientsOf(listed, record, envelope),
            views);
    }

    private static List<RecipientView> RecipientsOf(QueueEntryView? listed, MessageRecord? record, Envelope? envelope)
    {
        var known = record?.Recipients.ToDictionary(recipient => recipient.Place) ?? [];
        if (envelope is null)
        {
            return known.Count > 0
                ? [.. known.Values.OrderBy(recipient => recipient.Place).Select(RecipientView.From)]
                : [.. (listed?.Recipients ?? []).Select((address, index) => new RecipientView(index + 1, address, "waiting", ""))];
        }

        return
        [
            .. envelope.Recipients.Select((recipient, index) => known.TryGetValue(index + 1, out var found)
                ? RecipientView.From(found)
                : new RecipientView(index + 1, recipient.Address.ToString(), "waiting", "")),
        ];
    }
}
