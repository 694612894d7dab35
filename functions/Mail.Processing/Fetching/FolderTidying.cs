using Mail.Core;

namespace Mail.Processing;

/// <summary>Keeps what is remembered of a folder small: rows are put together, and what has long been gone there is forgotten.</summary>
internal static class FolderTidying
{
    // Rows of one folder before they are put together: a request reads a thousand.
    private const int MaxRows = 40;

    // Of one entity-group transaction, with the merged one.
    private const int MaxMerged = 99;

    /// <param name="present">UIDs that are there now.</param>
    public static async Task RunAsync(
        FolderBook book, IReadOnlySet<ulong> present, RemoteAccount account, FetchFlowOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mayForget = MayForget(book, present, account);
        bool IsKept(FetchBatch batch, FetchMark mark) => !mayForget || batch.At > now - options.MemoryTime || present.Contains(mark.Uid);

        var finished = book.Batches.Where(batch => batch.Messages.All(mark => mark.State != FetchMarkState.Reserved)).ToList();
        var empty = finished.Where(batch => !batch.Messages.Any(mark => IsKept(batch, mark))).ToList();
        if (finished.Count <= MaxRows && empty.Count == 0)
        {
            return;
        }

        // The time of a batch says when its messages are to be deleted there: days are kept apart.
        foreach (var group in finished.GroupBy(batch => account.KeepFor is { Ticks: > 0 } ? batch.At.Date : default))
        {
            foreach (var old in Fitting(group))
            {
                List<FetchMark> marks = [.. old.SelectMany(batch => batch.Messages.Where(mark => IsKept(batch, mark)))];
                if (old.Count > 1 || marks.Count == 0)
                {
                    await book.MergeAsync(old, old[^1] with { Messages = marks, At = old.Max(batch => batch.At) }, cancellationToken);
                }
            }
        }
    }

    /// <summary>
    /// A server that shows an empty mailbox for once (it happens) would otherwise have everything fetched again the next time. Where messages stay, half of what
    /// is known has to be there.
    /// </summary>
    private static bool MayForget(FolderBook book, IReadOnlySet<ulong> present, RemoteAccount account) =>
        account.KeepFor is not null || present.Count(book.Knows) * 2 >= book.Count;

    private static IEnumerable<List<FetchBatch>> Fitting(IEnumerable<FetchBatch> batches)
    {
        var (fitting, count) = (new List<FetchBatch>(), 0);
        foreach (var batch in batches)
        {
            if (fitting.Count == MaxMerged || (fitting.Count > 0 && count + batch.Messages.Count > FetchBatch.MaxMessages))
            {
                yield return fitting;
                (fitting, count) = ([], 0);
            }

            fitting.Add(batch);
            count += batch.Messages.Count;
        }

        if (fitting.Count > 0)
        {
            yield return fitting;
        }
    }
}
