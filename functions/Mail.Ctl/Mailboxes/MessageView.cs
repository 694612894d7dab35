using Mail.Core;

namespace Mail.Ctl;

/// <summary>A message in a list.</summary>
/// <param name="Id">The delivery id; with <c>.eml</c> also the name of the blob.</param>
/// <param name="Date">The Date field; <c>null</c> when missing or unreadable.</param>
/// <param name="Size">Bytes of the stored message.</param>
/// <param name="MessageId">Without angle brackets; empty when missing.</param>
/// <param name="Attachments">File names.</param>
internal sealed record MessageView(
    string Id,
    uint Uid,
    string Folder,
    string From,
    string To,
    string Subject,
    DateTimeOffset? Date,
    long Size,
    IReadOnlyList<string> Flags,
    string MessageId,
    string Preview,
    IReadOnlyList<string> Attachments,
    DateTimeOffset ReceivedAt)
{
    public static MessageView Of(MailboxMessage message) => new(
        message.Id,
        message.Uid,
        message.Folder,
        message.Summary.From,
        message.Summary.To,
        message.Summary.Subject,
        message.Summary.Date,
        message.Size,
        message.Flags,
        message.Summary.MessageId,
        message.Summary.Preview,
        message.Summary.Attachments,
        message.ReceivedAt);
}
