using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// The folders of one account and what it uses, with the ETags that prove that nobody has delivered since. Immutable; one request reads it,
/// and each delivery gives the next one without reading.
/// </summary>
internal sealed record AccountIndex(
    IReadOnlyDictionary<string, AccountIndex.Folder> Folders, long UsedBytes, long UsedMessages, ETag? UsageETag)
{
    /// <summary>A folder as it is stored; without an ETag it is not stored yet.</summary>
    internal sealed record Folder(MailFolder Row, ETag? ETag);

    public static async Task<AccountIndex> LoadAsync(TableClient table, string accountId, CancellationToken cancellationToken)
    {
        var filter = TableFilter.And(
            TableFilter.Partition(accountId),
            TableFilter.Or(TableFilter.RowsBeginning(MailboxKeys.FolderPrefix), TableFilter.Row(MailboxKeys.Usage)));
        var folders = new Dictionary<string, Folder>(StringComparer.Ordinal);
        var usage = new TableEntity();
        ETag? usageETag = null;
        await foreach (var row in table.RowsAsync(filter, cancellationToken))
        {
            if (row.RowKey == MailboxKeys.Usage)
            {
                (usage, usageETag) = (row, row.ETag);
            }
            else
            {
                folders.Add(FolderRow.Key(row), new Folder(FolderRow.Read(row), row.ETag));
            }
        }

        return new AccountIndex(folders, Lenient.Number(usage, "Bytes"), Lenient.Number(usage, "Messages"), usageETag);
    }

    public MailFolder? Find(string folderKey) => Folders.TryGetValue(folderKey, out var folder) ? folder.Row : null;

    public TableEntity Usage(string accountId) => new(accountId, MailboxKeys.Usage) { ["Bytes"] = UsedBytes, ["Messages"] = UsedMessages };
}
