using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>A folder's row: <c>Name</c>, <c>UidValidity</c>, <c>UidNext</c>, <c>ModSeq</c>, <c>Messages</c>, <c>Bytes</c>.</summary>
internal static class FolderRow
{
    /// <summary>A new folder. Its UIDVALIDITY is the time in seconds, as RFC 9051 §2.3.1.1 suggests: a folder made again later has a higher one.</summary>
    public static MailFolder New(string name, DateTimeOffset now) => new(
        FolderName.IsInbox(name) ? FolderName.Inbox : name,
        UidValidity: (uint)Math.Clamp(now.ToUnixTimeSeconds(), 1, uint.MaxValue),
        UidNext: 1,
        ModSeq: 1,
        Messages: 0,
        Bytes: 0);

    public static TableEntity Write(string accountId, string folderKey, MailFolder folder) => new(accountId, MailboxKeys.Folder(folderKey))
    {
        ["Name"] = folder.Name,
        ["UidValidity"] = (long)folder.UidValidity,
        ["UidNext"] = (long)folder.UidNext,
        ["ModSeq"] = (long)folder.ModSeq,
        ["Messages"] = (long)folder.Messages,
        ["Bytes"] = folder.Bytes,
    };

    public static MailFolder Read(TableEntity row) => new(
        Lenient.Text(row, "Name") ?? Key(row),
        (uint)Math.Clamp(Lenient.Number(row, "UidValidity"), 1, uint.MaxValue),
        (uint)Math.Clamp(Lenient.Number(row, "UidNext"), 1, uint.MaxValue),
        (ulong)Math.Max(1, Lenient.Number(row, "ModSeq")),
        (int)Math.Clamp(Lenient.Number(row, "Messages"), 0, int.MaxValue),
        Lenient.Number(row, "Bytes"));

    public static string Key(TableEntity row) => TableKey.Decode(row.RowKey[MailboxKeys.FolderPrefix.Length..]);
}
