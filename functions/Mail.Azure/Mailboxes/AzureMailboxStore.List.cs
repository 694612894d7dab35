using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

// Reading the index.
public sealed partial class AzureMailboxStore
{
    // A page of the table has a thousand rows.
    private const uint MinWindow = 1000;

    // At some 2 KiB per row, 16 MiB when the folder turns out to be dense.
    private const uint MaxWindow = 8 * MinWindow;

    public async IAsyncEnumerable<MailboxMessage> ListAsync(
        string accountId, string? folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? wanted = null;
        if (folder is not null && !FolderName.TryKey(folder, out wanted))
        {
            yield break;
        }

        var index = await AccountIndex.LoadAsync(_table, accountId, cancellationToken);
        foreach (var (key, state) in index.Folders.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (wanted is null || key == wanted)
            {
                await foreach (var message in ListAsync(accountId, key, state.Row.UidNext, cancellationToken))
                {
                    yield return message;
                }
            }
        }
    }

    public async ValueTask<MailboxMessage?> FindAsync(string accountId, string deliveryId, CancellationToken cancellationToken)
    {
        return await FindRowAsync(accountId, deliveryId, cancellationToken) is { } row ? MessageIndexRow.Read(row) : null;
    }

    private async Task<TableEntity?> FindRowAsync(string accountId, string deliveryId, CancellationToken cancellationToken)
    {
        if (!MailboxKeys.IsDeliveryId(deliveryId))
        {
            return null;
        }

        if (await _table.FindRowAsync(accountId, MailboxKeys.Mark(deliveryId), cancellationToken) is { } markRow)
        {
            var mark = MarkRow.Read(markRow);
            var row = FolderName.TryKey(mark.Folder, out var key)
                ? await _table.FindRowAsync(accountId, MailboxKeys.Message(key, mark.Uid), cancellationToken)
                : null;
            if (row is not null && MessageIndexRow.DeliveryId(row) == deliveryId)
            {
                return row;
            }
        }

        return await SearchAsync(accountId, deliveryId, cancellationToken);
    }

    /// <summary>For a message that is not where its mark says (moved), or whose mark has been pruned: a walk over the index.</summary>
    private async Task<TableEntity?> SearchAsync(string accountId, string deliveryId, CancellationToken cancellationToken)
    {
        var filter = TableFilter.And(MessagesOf(accountId), TableFilter.Column("Blob", MailboxKeys.Blob(deliveryId)));
        await foreach (var row in _table.RowsAsync(filter, cancellationToken))
        {
            if (MessageIndexRow.Read(row) is not null)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>
    /// The table gives rows in ascending order only, so the newest first are read in windows of UIDs from the end, each turned around in
    /// memory. Where most messages have been deleted, windows are made wider.
    /// </summary>
    private async IAsyncEnumerable<MailboxMessage> ListAsync(
        string accountId, string folderKey, uint end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = MinWindow;
        while (end > 1)
        {
            var start = end > window ? end - window : 1;
            var filter = TableFilter.And(
                TableFilter.Partition(accountId),
                TableFilter.Rows(MailboxKeys.Message(folderKey, start), MailboxKeys.Message(folderKey, end)));
            var rows = await _table.RowsAsync(filter, cancellationToken).ToListAsync(cancellationToken);
            for (var i = rows.Count - 1; i >= 0; i--)
            {
                if (MessageIndexRow.Read(rows[i]) is { } message)
                {
                    yield return message;
                }
            }

            window = rows.Count < MinWindow / 4 ? Math.Min(2 * window, MaxWindow) : MinWindow;
            end = start;
        }
    }

    private static string MessagesOf(string accountId) =>
        TableFilter.And(TableFilter.Partition(accountId), TableFilter.RowsBeginning(MailboxKeys.MessagePrefix));
}
