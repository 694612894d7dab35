using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

// Moving: one transaction with both folders, both rows of the message, and its mark. What the account uses stays as it is.
public sealed partial class AzureMailboxStore
{
    // Each is a delivery to one of the two folders, or another move, at just that moment.
    private const int MaxMoveConflicts = 30;

    /// <exception cref="ArgumentException">The folder cannot be a name in the storage.</exception>
    public async ValueTask<MailboxMessage?> MoveAsync(string accountId, string deliveryId, MailboxMove move, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxMoveConflicts; conflicts++)
        {
            if (await FindRowAsync(accountId, deliveryId, cancellationToken) is not { } row || MessageIndexRow.Read(row) is not { } message)
            {
                return null;
            }

            // Also after a transaction whose answer was lost.
            if (!move.Concerns(message))
            {
                return message;
            }

            if (await TryMoveAsync(accountId, row, message, move, cancellationToken) is { } moved)
            {
                _indexes.Forget(accountId);
                return moved;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * (conflicts + 1))), cancellationToken);
        }

        throw new StorageUnavailableException($"The mailbox {accountId} changes faster than a message can be moved.");
    }

    /// <returns><c>null</c> when somebody has changed one of the rows meanwhile.</returns>
    private async Task<MailboxMessage?> TryMoveAsync(
        string accountId, TableEntity row, MailboxMessage message, MailboxMove move, CancellationToken cancellationToken)
    {
        var (fromKey, toKey) = (FolderName.Key(message.Folder), FolderName.Key(move.Folder));
        var index = await AccountIndex.LoadAsync(_table, accountId, cancellationToken);
        if (!index.Folders.TryGetValue(fromKey, out var from))
        {
            throw new StorageUnavailableException($"The mailbox {accountId} has messages in {message.Folder} and no row for that folder; see: mailctl check");
        }

        var to = index.Folders.GetValueOrDefault(toKey) ?? new AccountIndex.Folder(FolderRow.New(move.Folder, _time.GetUtcNow()), ETag: null);
        var moved = move.Apply(message, to.Row);
        List<TableTransactionAction> actions =
        [
            Put(from.ETag, FolderRow.Write(accountId, fromKey, from.Row with
            {
                ModSeq = from.Row.ModSeq + 1, Messages = Math.Max(0, from.Row.Messages - 1), Bytes = Math.Max(0, from.Row.Bytes - message.Size),
            })),
            Put(to.ETag, FolderRow.Write(accountId, toKey, to.Row with
            {
                UidNext = checked(to.Row.UidNext + 1), ModSeq = to.Row.ModSeq + 1, Messages = to.Row.Messages + 1, Bytes = to.Row.Bytes + message.Size,
            })),
            new(TableTransactionActionType.Delete, new TableEntity(accountId, row.RowKey), row.ETag),
            Put(ifMatch: null, MessageIndexRow.Moved(row, moved, toKey)),
        ];
        if (await _table.FindRowAsync(accountId, MailboxKeys.Mark(message.Id), cancellationToken) is { } mark)
        {
            // So that it is found without a walk over the index.
            (mark["Folder"], mark["Uid"]) = (moved.Folder, (long)moved.Uid);
            actions.Add(Put(mark.ETag, mark));
        }

        try
        {
            await _table.SubmitAsync(actions, cancellationToken);
            return moved;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    private static TableTransactionAction Put(ETag? ifMatch, TableEntity row) => ifMatch is { } etag
        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
        : new TableTransactionAction(TableTransactionActionType.Add, row);
}
