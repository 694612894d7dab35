using Azure;
using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>Reading and writing rows where a missing table is an empty one, and failures are told from answers.</summary>
internal static class TableRows
{
    public static async Task<TableEntity?> FindRowAsync(
        this TableClient table, string partition, string row, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken).Guarded(cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>All rows of the filter in key order, a thousand per request.</summary>
    public static async IAsyncEnumerable<TableEntity> RowsAsync(
        this TableClient table,
        string? filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken,
        IEnumerable<string>? columns = null)
    {
        await using var rows = table.QueryAsync<TableEntity>(filter, maxPerPage: 1000, columns, cancellationToken)
            .Guarded(cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(rows))
        {
            yield return rows.Current;
        }
    }

    /// <summary>The whole table, if it fits one answer (1000 rows); <c>null</c> if it does not.</summary>
    public static async Task<IReadOnlyList<TableEntity>?> FirstPageAsync(this TableClient table, CancellationToken cancellationToken)
    {
        try
        {
            var pages = table.QueryAsync<TableEntity>((string?)null, maxPerPage: 1000, cancellationToken: cancellationToken).AsPages();
            await foreach (var page in pages.Guarded(cancellationToken))
            {
                return page.ContinuationToken is null ? page.Values : null;
            }
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // No table yet.
        }

        return [];
    }

    /// <summary>False when a row of that key exists.</summary>
    public static async Task<bool> TryAddRowAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.WriteAsync(() => table.AddEntityAsync(row, cancellationToken), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Adds a row, or replaces the one that was read.</summary>
    /// <param name="read">Of that one; <c>null</c> when there was none.</param>
    /// <returns>False when somebody else was faster.</returns>
    public static async Task<bool> TryWriteRowAsync(this TableClient table, TableEntity row, ETag? read, CancellationToken cancellationToken)
    {
        if (read is not { } version)
        {
            return await table.TryAddRowAsync(row, cancellationToken);
        }

        try
        {
            await table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken).Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>False when there is no such row.</summary>
    public static async Task<bool> TryMergeRowAsync(this TableClient table, TableEntity row, ETag ifMatch, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(row, ifMatch, TableUpdateMode.Merge, cancellationToken).Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>False when there was no such row.</summary>
    public static async Task<bool> TryDeleteRowAsync(this TableClient table, string partition, string row, CancellationToken cancellationToken)
    {
        // The client library gives the answer 404 back instead of throwing it.
        var answer = await table.DeleteEntityAsync(partition, row, ETag.All, cancellationToken).Guarded(cancellationToken);
        return answer.Status != 404;
    }

    /// <summary>One entity-group transaction: at most 100 actions of one partition, all or nothing.</summary>
    /// <returns>The answers to the actions, in their order.</returns>
    public static async Task<IReadOnlyList<Response>> SubmitAsync(
        this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        (await table.WriteAsync(() => table.SubmitTransactionAsync(actions, cancellationToken), cancellationToken)).Value;

    /// <summary>Deletes rows of one partition, given by row key, a transaction per 100. A row that somebody else deletes meanwhile is no error.</summary>
    public static async Task<int> DeleteRowsAsync(
        this TableClient table, string partition, IReadOnlyList<string> rows, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var chunk in rows.Chunk(MaxActions))
        {
            deleted += await DeleteChunkAsync(table, partition, chunk, cancellationToken);
        }

        return deleted;
    }

    /// <summary>Deletes rows of any partition, at most <paramref name="max"/> of them. Gives how many.</summary>
    public static async Task<int> PruneAsync(this TableClient table, string filter, int max, CancellationToken cancellationToken)
    {
        var rows = await table.RowsAsync(filter, cancellationToken, ["PartitionKey", "RowKey"]).Take(max).ToListAsync(cancellationToken);
        var deleted = 0;
        foreach (var partition in rows.GroupBy(row => row.PartitionKey))
        {
            deleted += await table.DeleteRowsAsync(partition.Key, [.. partition.Select(row => row.RowKey)], cancellationToken);
        }

        return deleted;
    }

    /// <summary>Of one entity-group transaction.</summary>
    public const int MaxActions = 100;

    private static async Task<int> DeleteChunkAsync(TableClient table, string partition, string[] rows, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitAsync(
                [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, row), ETag.All))],
                cancellationToken);
            return rows.Length;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            var deleted = 0;
            foreach (var row in rows)
            {
                deleted += await table.TryDeleteRowAsync(partition, row, cancellationToken) ? 1 : 0;
            }

            return deleted;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<TableEntity> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }
}
