using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A table of patterns that operators change with our tools and by hand: a row may stand under another key than we would write, and two may be for the
/// same pattern.
/// </summary>
internal sealed class PatternTable<TRow, TEntry, TPattern>(TableClient table)
    where TRow : IPatternRow<TEntry, TPattern>
    where TEntry : class
    where TPattern : class, IEquatable<TPattern>
{
    /// <summary>What counts, without a row more than is needed to know that there are too many.</summary>
    public async Task<List<(TableEntity Row, TEntry? Entry, string? Problem)>> ReadAsync() =>
        Read(await table.RowsAsync(filter: null, CancellationToken.None).Take(TRow.MaxRows + 1).ToListAsync());

    public async IAsyncEnumerable<TEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in (await ReadAllAsync(cancellationToken)).Select(row => row.Entry).OfType<TEntry>())
        {
            yield return entry;
        }
    }

    /// <summary>False when there is a row of that pattern.</summary>
    public async ValueTask<bool> AddAsync(TEntry entry, CancellationToken cancellationToken) =>
        await FindAsync(TRow.PatternOf(entry), cancellationToken) is null && await table.TryAddRowAsync(TRow.Write(entry), cancellationToken);

    /// <summary>Adds the row, or replaces the one of its pattern under the key that it has.</summary>
    public async ValueTask SetAsync(TEntry entry, CancellationToken cancellationToken)
    {
        var row = TRow.Write(entry);
        row.RowKey = (await FindAsync(TRow.PatternOf(entry), cancellationToken))?.RowKey ?? row.RowKey;
        await table.WriteAsync(() => table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken), cancellationToken);
    }

    /// <summary>Removes every row of that pattern. False when there was none.</summary>
    public async ValueTask<bool> RemoveAsync(TPattern pattern, CancellationToken cancellationToken)
    {
        var removed = false;
        while (await FindAsync(pattern, cancellationToken) is { } row)
        {
            removed |= await table.TryDeleteRowAsync(row.PartitionKey, row.RowKey, cancellationToken);
        }

        return removed;
    }

    /// <summary>Writes or clears the <c>Problem</c> column of every row, and lists the rows that have one.</summary>
    public async IAsyncEnumerable<DirectoryProblem> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (row, _, problem) in await ReadAllAsync(cancellationToken))
        {
            if (await table.NoteProblemAsync(row, problem, cancellationToken) is { } told)
            {
                yield return told;
            }
        }
    }

    private async Task<TableEntity?> FindAsync(TPattern pattern, CancellationToken cancellationToken)
    {
        var (partition, key) = TRow.KeysOf(pattern);
        return await table.FindRowAsync(partition, key, cancellationToken)
            ?? await table.RowsAsync(TableFilter.Partition(partition), cancellationToken)
                .FirstOrDefaultAsync(row => pattern.Equals(TRow.PatternOf(row)), cancellationToken);
    }

    private async Task<List<(TableEntity Row, TEntry? Entry, string? Problem)>> ReadAllAsync(CancellationToken cancellationToken) =>
        Read(await table.RowsAsync(filter: null, cancellationToken).ToListAsync(cancellationToken));

    /// <summary>Reads rows, in the order of the table, and finds those that are too many or say the same as one before.</summary>
    private static List<(TableEntity Row, TEntry? Entry, string? Problem)> Read(IEnumerable<TableEntity> rows)
    {
        var seen = new HashSet<TPattern>();
        return [.. rows.Select((row, i) =>
        {
            var reading = TRow.Read(row);
            return i >= TRow.MaxRows ? (row, null, $"the table has more than {TRow.MaxRows} rows, and this one is left out: put networks and domains in the place of single addresses")
                : reading.Entry is not { } entry || seen.Add(TRow.PatternOf(entry)) ? (row, reading.Entry, reading.Problem)
                : (row, null, $"another row is for {TRow.PatternOf(entry)}, too, and is the one that counts");
        })];
    }
}
