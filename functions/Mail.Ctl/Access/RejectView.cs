using Mail.Core;

namespace Mail.Ctl;

/// <param name="Owner">Whose mail it would have been.</param>
/// <param name="Recipient">As the client named it.</param>
/// <param name="Sender">Empty for the null reverse-path.</param>
/// <param name="LeftOut">How many refusals of this recipient's mail were not recorded before this one.</param>
internal sealed record RejectView(
    string Id,
    DateTimeOffset At,
    string Owner,
    string Recipient,
    string Sender,
    string? ClientAddress,
    string? ClientName,
    string? Helo,
    string Reason,
    string Detail,
    string Reply,
    int LeftOut)
{
    public static RejectView From(RejectRecord record) => new(
        record.Id.ToString(),
        record.At,
        record.Owner.ToString(),
        record.Recipient.ToString(),
        record.Sender?.ToString() ?? "",
        record.ClientAddress,
        record.ClientName,
        record.Helo,
        record.Reason,
        record.Detail,
        record.Reply,
        record.LeftOut);
}
