using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>Writes rows that come in the order of their keys, as many at once as one entity-group transaction takes.</summary>
internal sealed class RowBatch(TableClient table)
{
    /// <summary>Characters of JSON. A transaction has 4 MiB at most; the client library writes what is not ASCII as <c>\uXXXX</c>, six octets, and adds lines to each row.</summary>
    private const int MaxSize = 600 * 1024;

    private readonly List<TableEntity> _rows = [];
    private int _size;

    public int Written { get; private set; }

    public async ValueTask AddAsync(TableEntity row, int size, CancellationToken cancellationToken)
    {
        if (_rows.Count == TableRows.MaxActions || _size + size > MaxSize || (_rows is [var first, ..] && first.PartitionKey != row.PartitionKey))
        {
            await FlushAsync(cancellationToken);
        }

        _rows.Add(row);
        _size += size;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        await table.SubmitAsync([.. _rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))], cancellationToken);
        Written += _rows.Count;
        _rows.Clear();
        _size = 0;
    }
}
