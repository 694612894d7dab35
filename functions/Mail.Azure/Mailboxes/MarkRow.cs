using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The mark of a delivery: <c>Folder</c>, <c>Uid</c>, <c>DeliveredAt</c>, and <c>Attempt</c>, by which an attempt knows its own mark.</summary>
internal static class MarkRow
{
    public static TableEntity Write(string accountId, DeliveryMark mark, string attempt) => new(accountId, MailboxKeys.Mark(mark.DeliveryId))
    {
        ["Folder"] = mark.Folder,
        ["Uid"] = (long)mark.Uid,
        ["DeliveredAt"] = mark.DeliveredAt,
        ["Attempt"] = attempt,
    };

    public static DeliveryMark Read(TableEntity row) => new(
        row.RowKey[MailboxKeys.MarkPrefix.Length..],
        Lenient.Text(row, "Folder") ?? FolderName.Inbox,
        (uint)Math.Clamp(Lenient.Number(row, "Uid"), 0, uint.MaxValue),
        Lenient.Time(row, "DeliveredAt") ?? row.Timestamp ?? default);

    public static string? Attempt(TableEntity row) => Lenient.Text(row, "Attempt");
}
