using Mail.Core;

namespace Mail.Ctl;

/// <summary>A message in quarantine.</summary>
/// <param name="Sender">Empty for the null reverse-path.</param>
/// <param name="Recipients">Those who wait for it.</param>
/// <param name="Size">In octets.</param>
/// <param name="HeldAt">Since when it has been in quarantine; its time is counted from then on.</param>
/// <param name="Reason">What the scanners say.</param>
internal sealed record QuarantineView(
    string Id, string Sender, IReadOnlyList<string> Recipients, string Subject, long Size, DateTimeOffset ArrivedAt, DateTimeOffset HeldAt, string Reason)
{
    public static QuarantineView From(MessageRecord record) => new(
        record.QueueId.ToString(),
        record.ReversePath?.ToString() ?? "",
        [.. record.Recipients.Where(recipient => recipient.Outcome == RecipientOutcome.Deferred).Select(recipient => recipient.Address.ToString())],
        record.Subject,
        record.Size,
        record.QueueId.Time,
        record.UpdatedAt,
        record.Detail);
}
