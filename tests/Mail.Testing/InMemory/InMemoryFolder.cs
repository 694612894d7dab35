using Mail.Core;

namespace Mail.Testing;

/// <summary>One folder of an <see cref="InMemoryMailbox"/> with its messages by UID.</summary>
internal sealed class InMemoryFolder(string key, string name, DateTimeOffset now)
{
    public string Key { get; } = key;

    public MailFolder Row { get; private set; } =
        new(name, UidValidity: (uint)now.ToUnixTimeSeconds(), UidNext: 1, ModSeq: 1, Messages: 0, Bytes: 0);

    public SortedDictionary<uint, MailboxMessage> Messages { get; } = [];

    public MailboxMessage Add(MailboxDelivery delivery, long size) => Add(
        new MailboxMessage
        {
            Id = delivery.DeliveryId,
            Folder = Row.Name,
            Uid = Row.UidNext,
            Summary = delivery.Summary,
            Size = size,
            ReceivedAt = delivery.ReceivedAt,
            Flags = delivery.Flags,
            Decision = delivery.Decision,
        });

    /// <param name="message">With the folder's next UID.</param>
    public MailboxMessage Add(MailboxMessage message)
    {
        Messages.Add(message.Uid, message);
        Row = Row with { UidNext = Row.UidNext + 1, ModSeq = Row.ModSeq + 1, Messages = Messages.Count, Bytes = Row.Bytes + message.Size };
        return message;
    }

    public bool Remove(MailboxMessage message)
    {
        Messages.Remove(message.Uid);
        Row = Row with { ModSeq = Row.ModSeq + 1, Messages = Messages.Count, Bytes = Row.Bytes - message.Size };
        return true;
    }
}
