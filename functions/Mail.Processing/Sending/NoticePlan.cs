using Mail.Core;

namespace Mail.Processing;

/// <summary>Which notices a change of a job makes necessary. Pure: the queue ids come from outside.</summary>
internal static class NoticePlan
{
    /// <summary>Gives <paramref name="after"/> with the notices that it owes on top of those it owed before.</summary>
    public static OutboundJob Add(
        OutboundJob before, OutboundJob after, AttemptOutcome outcome, Envelope envelope, SiteSettings settings, DateTimeOffset now, Func<QueueId> newId)
    {
        var failed = Where(after, (recipient, i) =>
            recipient.State == OutboundRecipientState.Failed && before.Recipients[i].IsPending && IsWanted(NoticeKind.Failure, envelope, recipient));
        // Nobody is told about a notice that it takes time or has arrived: there is nobody.
        var relayed = after.ReversePath is null ? [] : Where(after, (recipient, i) =>
            outcome.IsRelayed(recipient) && before.Recipients[i].IsPending && IsWanted(NoticeKind.Success, envelope, recipient));
        var isLate = after.ReversePath is not null && IsLate(after, settings, now);
        var delayed = isLate ? Where(after, (recipient, _) => recipient.IsPending && IsWanted(NoticeKind.Delay, envelope, recipient)) : [];
        OutboundNotice[] owed =
        [
            .. Notice(NoticeKind.Failure, failed, newId), .. Notice(NoticeKind.Success, relayed, newId), .. Notice(NoticeKind.Delay, delayed, newId),
        ];
        return after with { Notices = [.. after.Notices, .. owed], DelayToldAt = isLate ? now : after.DelayToldAt };
    }

    /// <summary>The time has come to tell of the delay, once.</summary>
    public static bool IsLate(OutboundJob job, SiteSettings settings, DateTimeOffset now) =>
        settings.DelayWarning > TimeSpan.Zero && job is { DelayToldAt: null, IsDone: false } && now - job.QueueId.Time >= settings.DelayWarning;

    private static bool IsWanted(NoticeKind kind, Envelope envelope, OutboundRecipient recipient) =>
        NoticeRecipient.IsWanted(kind, envelope.Recipients.ElementAtOrDefault(recipient.Place - 1)?.Notify);

    private static List<int> Where(OutboundJob job, Func<OutboundRecipient, int, bool> isMeant) =>
        [.. Enumerable.Range(0, job.Recipients.Count).Where(i => isMeant(job.Recipients[i], i))];

    private static IEnumerable<OutboundNotice> Notice(NoticeKind kind, List<int> recipients, Func<QueueId> newId) =>
        recipients.Count == 0 ? [] : [new OutboundNotice(newId(), kind, recipients)];
}
