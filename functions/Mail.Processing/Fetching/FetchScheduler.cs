using System.Globalization;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>Once a minute: puts pointers to the accounts that are due into queue <c>fetch</c>.</summary>
public sealed class FetchScheduler(
    IRemoteAccounts accounts, FetchQueue queue, IFetchState state, ISingletonLocks locks, FetchFlowOptions options, TimeProvider time, ILogger<FetchScheduler> logger)
{
    /// <summary>The note under this lock says up to when everything is enqueued.</summary>
    private const string Lock = "fetch-schedule";

    // A storage queue takes some 2,000 a second; each takes 5 to 20 ms.
    private const int AtOnce = 32;

    /// <returns>How many pointers were sent.</returns>
    /// <exception cref="StorageUnavailableException">Some may have been sent; the next run sends all of them.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var held = await locks.TryAcquireAsync(Lock, TimeSpan.FromSeconds(60), cancellationToken);
        if (held is null)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var from = Since(held.Note, now);
        var sent = 0;
        await Parallel.ForEachAsync(
            accounts.ListAsync(cancellationToken).Where(account => account.Paused is null && FetchSlots.IsDue(account, from, now)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (account, token) =>
            {
                await queue.EnqueueAsync(new FetchPointer(account.Key.ToString(), FetchSlots.Next(account, now)), token);
                Interlocked.Increment(ref sent);
            });
        await held.WriteNoteAsync(now.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        if (from.Hour != now.Hour)
        {
            await state.PruneAsync(now - options.LogTime, cancellationToken);
        }

        if (sent > 0)
        {
            FetchLog.Scheduled(logger, sent);
        }

        return sent;
    }

    /// <summary>However long nothing ran: an account is due once for all that was missed, and each is due once in the longest interval.</summary>
    private static DateTimeOffset Since(string note, DateTimeOffset now) =>
        DateTimeOffset.TryParse(note, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var last) && last <= now && last > now - RemoteAccount.MostInterval
            ? last
            : now - RemoteAccount.LeastInterval;
}
