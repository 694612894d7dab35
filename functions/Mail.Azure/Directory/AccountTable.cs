using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>What the operator's tools do with a table that has a partition for each account, or domain.</summary>
internal static class AccountTable
{
    /// <summary>Nobody has so many programs or names; every login looks at each.</summary>
    public const int MaxPerAccount = 1000;

    /// <param name="partition"><c>null</c> for all.</param>
    public static async IAsyncEnumerable<T> ListAsync<T>(
        TableClient table, string? partition, Func<TableEntity, RowReading<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (var row in table.RowsAsync(partition is null ? null : TableFilter.Partition(partition), cancellationToken))
        {
            if (read(row).Entry is { } entry)
            {
                yield return entry;
            }
        }
    }

    public static async IAsyncEnumerable<DirectoryProblem> CheckAsync<T>(
        TableClient table, Func<TableEntity, RowReading<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (var row in table.RowsAsync(filter: null, cancellationToken))
        {
            if (await table.NoteProblemAsync(row, read(row).Problem, cancellationToken) is { } problem)
            {
                yield return problem;
            }
        }
    }
}
