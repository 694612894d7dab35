using Mail.Core;

namespace Mail.Ctl;

/// <summary>The numbers of <c>status</c>.</summary>
internal sealed record StatusCounts(
    IReadOnlyList<QueueCountView> Queues, int Deferred, int Held, int Poison, SpoolCountView Spool, int Domains, int Accounts, int Aliases)
{
    private static readonly string[] Names =
        [QueueNames.Incoming, QueueNames.Outbound, QueueNames.Poison(QueueNames.Incoming), QueueNames.Poison(QueueNames.Outbound)];

    /// <summary>All at once: status should feel instant, and most of it is waiting.</summary>
    public static async Task<StatusCounts> CountAsync(MailStorage storage, CancellationToken cancellationToken)
    {
        var queues = Task.WhenAll(Names.Select(async name =>
            new QueueCountView(name, await storage.Queues.Get(name).CountAsync(cancellationToken))));
        var deferred = Count(storage.Log.ListAsync(from: null, MessageState.Deferred, cancellationToken), cancellationToken);
        var held = Count(storage.Log.ListAsync(from: null, MessageState.Held, cancellationToken), cancellationToken);
        var spool = SpoolAsync(storage.Spool, cancellationToken);
        var domains = Count(storage.Editor.ListDomainsAsync(cancellationToken), cancellationToken);
        var accounts = Count(storage.Editor.ListAccountsAsync(domain: null, cancellationToken), cancellationToken);
        var aliases = Count(storage.Editor.ListAliasesAsync(domain: null, cancellationToken), cancellationToken);
        await Task.WhenAll(queues, deferred, held, spool, domains, accounts, aliases);
        return new StatusCounts(
            await queues,
            await deferred,
            await held,
            (await queues).Where(queue => queue.Name.EndsWith("-poison", StringComparison.Ordinal)).Sum(queue => queue.Messages),
            await spool,
            await domains,
            await accounts,
            await aliases);
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
