using Mail.Core;

namespace Mail.Ctl;

/// <summary>The numbers of <c>status</c>.</summary>
internal sealed record StatusCounts(
    IReadOnlyList<QueueCountView> Queues,
    int Deferred,
    int Held,
    int Quarantined,
    int Poison,
    int? RefusedLastHour,
    SpoolCountView Spool,
    int Domains,
    int Accounts,
    int Aliases,
    IReadOnlyList<DeadDestinationView> DeadDestinations,
    IReadOnlyList<ForwardingView> WaitingForwards)
{
    /// <summary>All at once: status should feel instant, and most of it is waiting.</summary>
    /// <exception cref="StorageUnavailableException">Nothing is known then.</exception>
    public static async Task<StatusCounts> CountAsync(MailStorage storage, TimeProvider time, CancellationToken cancellationToken)
    {
        var queues = Task.WhenAll(QueueNames.All.Select(name => LookAsync(storage.Queues.Get(name), time, cancellationToken)));
        var refused = RefusedCount.CountAsync(storage.Rejects, time, cancellationToken);
        var deferred = Count(storage.Log.ListAsync(from: null, MessageState.Deferred, cancellationToken), cancellationToken);
        var held = Count(storage.Log.ListAsync(from: null, MessageState.Held, cancellationToken), cancellationToken);
        var quarantined = Count(storage.Log.ListAsync(from: null, MessageState.Quarantined, cancellationToken), cancellationToken);
        var spool = SpoolAsync(storage.Spool, cancellationToken);
        var domains = Count(storage.Editor.ListDomainsAsync(cancellationToken), cancellationToken);
        var accounts = Count(storage.Editor.ListAccountsAsync(domain: null, cancellationToken), cancellationToken);
        var aliases = Count(storage.Editor.ListAliasesAsync(domain: null, cancellationToken), cancellationToken);
        var dead = storage.Destinations.ListAsync(cancellationToken)
            .Where(state => state.IsDeadAt(time.GetUtcNow()))
            .Select(state => new DeadDestinationView(state.Destination, state.DeadUntil!.Value, state.Reason))
            .ToListAsync(cancellationToken)
            .AsTask();
        var waiting = storage.Forwarding.ListAsync(cancellationToken)
            .SelectMany(state => ForwardingView.From(state, time.GetUtcNow()))
            .Where(view => view.WaitsUntil is not null)
            .ToListAsync(cancellationToken)
            .AsTask();
        await Task.WhenAll(dead, waiting, queues, refused, deferred, held, quarantined, spool, domains, accounts, aliases);
        return new StatusCounts(
            await queues,
            await deferred,
            await held,
            await quarantined,
            (await queues).Where(queue => queue.Name.EndsWith("-poison", StringComparison.Ordinal)).Sum(queue => queue.Messages),
            await refused,
            await spool,
            await domains,
            await accounts,
            await aliases,
            await dead,
            await waiting);
    }

    private static async Task<QueueCountView> LookAsync(IWorkQueue queue, TimeProvider time, CancellationToken cancellationToken)
    {
        var oldest = await QueueAge.OldestAsync(queue, cancellationToken);
        var messages = await queue.CountAsync(cancellationToken);
        return new QueueCountView(queue.Name, messages, oldest is { } since ? Math.Max(0, (long)(time.GetUtcNow() - since).TotalSeconds) : null);
    }

    private static Task<int> Count<T>(IAsyncEnumerable<T> rows, CancellationToken cancellationToken) =>
        rows.CountAsync(cancellationToken).AsTask();

    private static async Task<SpoolCountView> SpoolAsync(ISpool spool, CancellationToken cancellationToken)
    {
        var (messages, bytes) = (0, 0L);
        await foreach (var entry in spool.ListAsync(from: null, cancellationToken))
        {
            messages++;
            bytes += entry.Size;
        }

        return new SpoolCountView(messages, bytes);
    }
}
