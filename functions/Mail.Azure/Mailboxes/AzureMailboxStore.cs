using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Mailboxes in containers <c>mailbox-&lt;accountId&gt;</c> and table <c>Mailboxes</c>. A delivery is two requests: the blob, then one transaction with
/// the index row, the folder's bookkeeping and a mark that makes the delivery repeatable.
/// </summary>
public sealed partial class AzureMailboxStore : IMailboxStore
{
    // About 1 KiB each.
    private const int CachedAccounts = 10_000;

    private readonly TableClient _table;
    private readonly MailboxBlobs _blobs;
    private readonly AccountWriters _writers;
    private readonly ExpiringCache<AccountIndex> _indexes;
    private readonly TimeProvider _time;

    internal AzureMailboxStore(StorageConnection connection, BlockBuffers buffers, TimeSpan cacheTime, TimeProvider time)
    {
        _table = connection.Tables.GetTableClient("Mailboxes");
        _blobs = new MailboxBlobs(connection, buffers, time);
        _writers = new AccountWriters(_table, time);
        _indexes = new ExpiringCache<AccountIndex>(cacheTime, CachedAccounts, time);
        _time = time;
    }

    public async ValueTask CreateMailboxAsync(string accountId, CancellationToken cancellationToken)
    {
        await _blobs.Container(accountId).CreateIfNotExistsAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
        await CreateFolderAsync(accountId, FolderName.Inbox, cancellationToken);
    }

    public async ValueTask DeleteMailboxAsync(string accountId, CancellationToken cancellationToken)
    {
        // The rows first: a message that is listed should be readable.
        await foreach (var rows in _table.RowsAsync(TableFilter.Partition(accountId), cancellationToken, ["RowKey"]).Chunk(TableRows.MaxActions)
            .WithCancellation(cancellationToken))
        {
            await _table.DeleteRowsAsync(accountId, [.. rows.Select(row => row.RowKey)], cancellationToken);
        }

        await _blobs.Container(accountId).DeleteIfExistsAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
        _writers.Forget(accountId);
        _indexes.Forget(accountId);
    }

    public IAsyncEnumerable<string> ListAccountIdsAsync(CancellationToken cancellationToken) => _blobs.ListAccountIdsAsync(cancellationToken);

    public async ValueTask<MailFolder> CreateFolderAsync(string accountId, string folder, CancellationToken cancellationToken)
    {
        var key = FolderName.Key(folder);
        var made = FolderRow.New(folder, _time.GetUtcNow());
        while (!await _table.TryAddRowAsync(FolderRow.Write(accountId, key, made), cancellationToken))
        {
            if (await _table.FindRowAsync(accountId, MailboxKeys.Folder(key), cancellationToken) is { } row)
            {
                return FolderRow.Read(row);
            }
        }

        _indexes.Forget(accountId);
        return made;
    }

    public async ValueTask<MailFolder?> FindFolderAsync(string accountId, string folder, CancellationToken cancellationToken)
    {
        if (!FolderName.TryKey(folder, out var key))
        {
            return null;
        }

        var index = await _indexes.GetAsync(
            accountId, () => AccountIndex.LoadAsync(_table, accountId, CancellationToken.None), cancellationToken);
        return index.Find(key);
    }

    public async IAsyncEnumerable<MailFolder> ListFoldersAsync(string accountId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = await AccountIndex.LoadAsync(_table, accountId, cancellationToken);
        foreach (var folder in index.Folders.OrderBy(folder => folder.Key, StringComparer.Ordinal))
        {
            yield return folder.Value.Row;
        }
    }

    public async ValueTask<Stream?> OpenAsync(string accountId, string deliveryId, CancellationToken cancellationToken) =>
        await _blobs.OpenAsync(accountId, deliveryId, cancellationToken);

    public IAsyncEnumerable<DeliveryMark> ListMarksAsync(string accountId, QueueId queueId, CancellationToken cancellationToken) =>
        MarkRows(accountId, TableFilter.RowsBeginning(MailboxKeys.Mark(queueId + "-")), cancellationToken).Select(MarkRow.Read);

    public async ValueTask<int> PruneMarksAsync(string accountId, QueueId before, CancellationToken cancellationToken)
    {
        var pruned = 0;
        var old = MarkRows(accountId, TableFilter.Rows(MailboxKeys.MarkPrefix, MailboxKeys.Mark(before.ToString())), cancellationToken, ["RowKey"]);
        await foreach (var rows in old.Chunk(TableRows.MaxActions).WithCancellation(cancellationToken))
        {
            pruned += await _table.DeleteRowsAsync(accountId, [.. rows.Select(row => row.RowKey)], cancellationToken);
        }

        return pruned;
    }

    private IAsyncEnumerable<TableEntity> MarkRows(
        string accountId, string rows, CancellationToken cancellationToken, IEnumerable<string>? columns = null) =>
        _table.RowsAsync(TableFilter.And(TableFilter.Partition(accountId), rows), cancellationToken, columns);
}
