using Mail.Core;

namespace Mail.Ctl;

/// <param name="Place">Of the envelope recipient that it came from, from 1.</param>
/// <param name="State"><c>pending</c>, <c>sent</c>, <c>failed</c> or <c>discarded</c>.</param>
/// <param name="Status">RFC 3463, of the last attempt; <c>null</c> before the first.</param>
/// <param name="Host">The server that had the last word; <c>null</c> when none was reached.</param>
/// <param name="Reply">What it said; <c>null</c> when it said nothing of this recipient.</param>
/// <param name="Reason">In words; empty before the first attempt.</param>
/// <param name="At">When it became final.</param>
internal sealed record OutboundRecipientView(
    int Place, string Address, string State, string? Status, string? Host, string? Reply, string Reason, DateTimeOffset? At)
{
    public static OutboundRecipientView From(OutboundRecipient recipient) => new(
        recipient.Place,
        recipient.Address.ToString(),
        SettingText.Choice(recipient.State),
        recipient.Status,
        recipient.Host,
        recipient.Reply?.ToString(),
        recipient.Reason,
        recipient.At);

    public override string ToString()
    {
        var said = Reply is not null ? $", {Host ?? "the server"} said: {Reply}" : Reason.Length > 0 ? $", {Reason}" : "";
        return $"{Address}: {State}{(At is null ? "" : " " + Moment.Format(At))}{said}";
    }
}
