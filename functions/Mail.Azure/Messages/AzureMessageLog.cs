using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>What became of each message, in table <c>Messages</c>. A record of up to 99 recipients is one request.</summary>
public sealed class AzureMessageLog : IMessageLog
{
    private readonly TableClient _table;

    internal AzureMessageLog(StorageConnection connection) => _table = connection.Tables.GetTableClient("Messages");

    public async ValueTask RecordAsync(MessageRecord record, CancellationToken cancellationToken)
    {
        // The message row last: it never tells of an outcome whose recipients are not there yet.
        var rows = record.Recipients
            .Select(recipient => MessageRow.Write(record.QueueId, recipient))
            .Append(MessageRow.Write(record))
            .Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        foreach (var transaction in rows.Chunk(TableRows.MaxActions))
        {
            await _table.SubmitAsync(transaction, cancellationToken);
        }
    }

    public ValueTask<bool> AddAsync(MessageRecord record, CancellationToken cancellationToken) =>
        new(TrySubmitAsync(new TableTransactionAction(TableTransactionActionType.Add, MessageRow.Write(record)), record, record.Recipients, cancellationToken));

    public async ValueTask<MessageRecord?> FindAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        var rows = await _table.RowsAsync(TableFilter.Partition(queueId.ToString()), cancellationToken).ToListAsync(cancellationToken);
        return MessageRow.Read(rows);
    }

    public async ValueTask<MessageRecord?> UpdateAsync(
        QueueId queueId, Func<MessageRecord, MessageRecord> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await _table.RowsAsync(TableFilter.Partition(queueId.ToString()), cancellationToken).ToListAsync(cancellationToken);
            if (MessageRow.Read(rows) is not { } record)
            {
                return null;
            }

            var changed = change(record);
            var version = rows.Find(row => row.RowKey == MessageRow.RowKey)!.ETag;
            if (ReferenceEquals(changed, record) || await TryReplaceAsync(record, changed, version, cancellationToken))
            {
                return changed;
            }
        }
    }

    public async IAsyncEnumerable<MessageRecord> FindByMessageIdAsync(
        string messageId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = TableFilter.And(
            TableFilter.Row(MessageRow.RowKey), TableFilter.Column("MessageId", MessageRow.IndexedMessageId(messageId)));
        var found = await _table.RowsAsync(wanted, cancellationToken, ["PartitionKey"]).ToListAsync(cancellationToken);
        foreach (var row in found.AsEnumerable().Reverse())
        {
            if (QueueId.TryParse(row.PartitionKey, out var queueId) && await FindAsync(queueId, cancellationToken) is { } record)
            {
                yield return record;
            }
        }
    }

    public IAsyncEnumerable<MessageRecord> ListAsync(QueueId? from, MessageState? state, CancellationToken cancellationToken)
    {
        var range = from is { } first ? TableFilter.PartitionsFrom(first.ToString()) : null;
        return state is { } wanted
            ? ListOfStateAsync(range, wanted, cancellationToken)
            : ListAllAsync(range, cancellationToken);
    }

    public async ValueTask<bool> DeleteAsync(QueueId queueId, CancellationToken cancellationToken)
    {
        var partition = queueId.ToString();
        var keys = await _table.RowsAsync(TableFilter.Partition(partition), cancellationToken, ["RowKey"])
            .Select(row => row.RowKey)
            .ToListAsync(cancellationToken);
        // "message" sorts before the recipients, so no record ever stands without some of its recipients.
        return await _table.DeleteRowsAsync(partition, keys, cancellationToken) > 0;
    }

    private Task<bool> TryReplaceAsync(MessageRecord before, MessageRecord after, ETag version, CancellationToken cancellationToken) => TrySubmitAsync(
        new TableTransactionAction(TableTransactionActionType.UpdateReplace, MessageRow.Write(after), version),
        after,
        after.Recipients.Except(before.Recipients),
        cancellationToken);

    /// <summary>The message row first, on condition: it decides who was faster. A death between two transactions is mended by doing it again.</summary>
    private async Task<bool> TrySubmitAsync(
        TableTransactionAction message, MessageRecord record, IEnumerable<RecipientRecord> recipients, CancellationToken cancellationToken)
    {
        var actions = recipients
            .Select(recipient => new TableTransactionAction(TableTransactionActionType.UpsertReplace, MessageRow.Write(record.QueueId, recipient)))
            .Prepend(message);
        try
        {
            foreach (var transaction in actions.Chunk(TableRows.MaxActions))
            {
                await _table.SubmitAsync(transaction, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>A few of many: the storage picks them, and each one's recipients are read on their own.</summary>
    private async IAsyncEnumerable<MessageRecord> ListOfStateAsync(
        string? range, MessageState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = TableFilter.And(range, TableFilter.Row(MessageRow.RowKey), TableFilter.Column("State", MessageRow.Name(state)));
        await foreach (var row in _table.RowsAsync(wanted, cancellationToken, ["PartitionKey"]))
        {
            if (QueueId.TryParse(row.PartitionKey, out var queueId)
                && await FindAsync(queueId, cancellationToken) is { } record
                && record.State == state)
            {
                yield return record;
            }
        }
    }

    /// <summary>All of them: one walk over the table, in which a message's rows stand together.</summary>
    private async IAsyncEnumerable<MessageRecord> ListAllAsync(
        string? range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in _table.RowsAsync(range, cancellationToken))
        {
            if (rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey)
            {
                if (MessageRow.Read(rows) is { } record)
                {
                    yield return record;
                }

                rows.Clear();
            }

            rows.Add(row);
        }

        if (MessageRow.Read(rows) is { } last)
        {
            yield return last;
        }
    }
}
