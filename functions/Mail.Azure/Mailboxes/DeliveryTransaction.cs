using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Several deliveries to one account as one entity-group transaction: the folder rows moved on, the usage, and a message row and a mark for each.
/// All of it happens or nothing does.
/// </summary>
internal sealed class DeliveryTransaction
{
    // Of one transaction (Performing entity group transactions): 100 actions, 4 MiB. The rest is for the frame of the request.
    private const int MaxBytes = 3 * 1024 * 1024;

    private readonly string _accountId;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, AccountIndex.Folder> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<TableTransactionAction> _rows = [];
    private readonly List<string> _folderOrder = [];
    private AccountIndex _index;
    private int _bytes;

    private DeliveryTransaction(string accountId, AccountIndex index, DateTimeOffset now)
    {
        _accountId = accountId;
        _index = index;
        _now = now;
    }

    /// <summary>What is in it, each with the outcome that it has once the transaction is done.</summary>
    public List<(PendingDelivery Delivery, DeliveryOutcome Outcome)> Included { get; } = [];

    /// <summary>What does not fit the quota.</summary>
    public List<PendingDelivery> OverQuota { get; } = [];

    /// <summary>Puts in as many as fit; the others have to wait for the next.</summary>
    public static DeliveryTransaction Compose(
        string accountId, AccountIndex index, IEnumerable<PendingDelivery> deliveries, DateTimeOffset now)
    {
        var transaction = new DeliveryTransaction(accountId, index, now);
        foreach (var delivery in deliveries)
        {
            // The same delivery twice in one transaction would spoil it; the second one then finds the mark of the first.
            if (transaction._ids.Contains(delivery.Delivery.DeliveryId))
            {
                continue;
            }

            if (delivery.Delivery.QuotaBytes is { } quota && transaction._index.UsedBytes + delivery.Size > quota)
            {
                transaction.OverQuota.Add(delivery);
            }
            else if (!transaction.TryAdd(delivery))
            {
                break;
            }
        }

        return transaction;
    }

    public IReadOnlyList<TableTransactionAction> Actions() =>
    [
        .. _folderOrder.Select(key => Action(_folders[key].ETag, FolderRow.Write(_accountId, key, _folders[key].Row))),
        Action(_index.UsageETag, _index.Usage(_accountId)),
        .. _rows,
    ];

    /// <summary>The index as the transaction has left it; <c>null</c> when the storage did not say all the new ETags.</summary>
    /// <param name="answers">One per action, in their order.</param>
    public AccountIndex? After(IReadOnlyList<Response> answers)
    {
        var folders = new Dictionary<string, AccountIndex.Folder>(_index.Folders, StringComparer.Ordinal);
        for (var i = 0; i < _folderOrder.Count; i++)
        {
            if (answers[i].Headers.ETag is not { } etag)
            {
                return null;
            }

            folders[_folderOrder[i]] = new AccountIndex.Folder(_folders[_folderOrder[i]].Row, etag);
        }

        return answers[_folderOrder.Count].Headers.ETag is { } usage ? _index with { Folders = folders, UsageETag = usage } : null;
    }

    private static TableTransactionAction Action(ETag? ifMatch, TableEntity row) =>
        ifMatch is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, row);

    private bool TryAdd(PendingDelivery delivery)
    {
        var key = delivery.FolderKey;
        var isNew = !_folders.TryGetValue(key, out var folder);
        folder ??= _index.Folders.TryGetValue(key, out var stored)
            ? stored
            : new AccountIndex.Folder(FolderRow.New(delivery.Delivery.Folder, _now), ETag: null);

        var uid = folder.Row.UidNext;
        var message = MessageIndexRow.Write(delivery.Delivery, folder.Row, key, uid, delivery.Size);
        var size = MessageIndexRow.Size(message);
        // One action is the usage.
        var actions = 1 + _folderOrder.Count + (isNew ? 1 : 0) + _rows.Count + 2;
        if (Included.Count > 0 && (actions > TableRows.MaxActions || _bytes + size > MaxBytes))
        {
            return false;
        }

        _bytes += size;
        Move(key, folder, delivery.Size, isNew);
        var mark = new DeliveryMark(delivery.Delivery.DeliveryId, folder.Row.Name, uid, _now);
        _rows.Add(Action(ifMatch: null, message));
        _rows.Add(Action(ifMatch: null, MarkRow.Write(_accountId, mark, delivery.Attempt)));
        _ids.Add(delivery.Delivery.DeliveryId);
        Included.Add((delivery, new DeliveryOutcome(DeliveryStatus.Delivered, folder.Row.Name, uid)));
        return true;
    }

    /// <summary>The folder and the usage with one message more.</summary>
    private void Move(string key, AccountIndex.Folder folder, long size, bool isNew)
    {
        if (isNew)
        {
            _folderOrder.Add(key);
        }

        var row = folder.Row;
        _folders[key] = folder with
        {
            Row = row with
            {
                UidNext = checked(row.UidNext + 1),
                ModSeq = row.ModSeq + 1,
                Messages = row.Messages + 1,
                Bytes = row.Bytes + size,
            },
        };
        _index = _index with { UsedBytes = _index.UsedBytes + size, UsedMessages = _index.UsedMessages + 1 };
    }
}
