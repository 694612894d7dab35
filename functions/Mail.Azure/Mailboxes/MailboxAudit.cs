using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;

namespace Mail.Azure;

/// <summary>What is in one mailbox, counted from its rows and blobs: see <see cref="AzureMailboxStore.CheckAsync"/>.</summary>
internal sealed class MailboxAudit
{
    private readonly Dictionary<string, Tally> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);

    /// <summary>Rows that are no message of ours, by row key.</summary>
    public List<string> Unreadable { get; } = [];

    /// <summary>Delivery ids of rows with the place that they are listed at, by which a missing blob is named.</summary>
    public List<(string DeliveryId, string Place)> WithoutBlob { get; } = [];

    public void Count(TableEntity row, IReadOnlyDictionary<string, BlobItem> blobs)
    {
        if (!MailboxKeys.TryReadMessage(row.RowKey, out var key, out var uid) || MessageIndexRow.DeliveryId(row) is not { } id)
        {
            Unreadable.Add(row.RowKey);
            return;
        }

        var tally = _folders.GetValueOrDefault(key, new Tally(0, 0, 0));
        _folders[key] = new Tally(tally.Messages + 1, tally.Bytes + Lenient.Number(row, "Size"), Math.Max(tally.LastUid, uid));
        _rows.Add(MailboxKeys.Blob(id));
        if (!blobs.ContainsKey(MailboxKeys.Blob(id)))
        {
            WithoutBlob.Add((id, $"{key} {uid}"));
        }
    }

    public bool IsListed(string blob) => _rows.Contains(blob);

    /// <summary>Where the bookkeeping differs from what was counted.</summary>
    public IEnumerable<string> Differences(AccountIndex index)
    {
        foreach (var key in _folders.Keys.Except(index.Folders.Keys).Order(StringComparer.Ordinal))
        {
            yield return $"folder {key} has {_folders[key].Messages} messages and no row";
        }

        foreach (var (key, folder) in index.Folders.OrderBy(folder => folder.Key, StringComparer.Ordinal))
        {
            var tally = _folders.GetValueOrDefault(key, new Tally(0, 0, 0));
            if ((folder.Row.Messages, folder.Row.Bytes) != (tally.Messages, tally.Bytes))
            {
                yield return $"folder {folder.Row.Name} counts {folder.Row.Messages} messages and {folder.Row.Bytes} bytes; "
                    + $"there are {tally.Messages} and {tally.Bytes}";
            }

            if (tally.LastUid >= folder.Row.UidNext)
            {
                yield return $"folder {folder.Row.Name} would give UID {folder.Row.UidNext} next, but {tally.LastUid} is in use";
            }
        }

        var (messages, bytes) = (_folders.Values.Sum(tally => tally.Messages), _folders.Values.Sum(tally => tally.Bytes));
        if ((index.UsedMessages, index.UsedBytes) != (messages, bytes))
        {
            yield return $"usage counts {index.UsedMessages} messages and {index.UsedBytes} bytes; there are {messages} and {bytes}";
        }
    }

    private sealed record Tally(long Messages, long Bytes, uint LastUid);
}
