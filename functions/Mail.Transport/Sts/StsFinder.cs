using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Transport;

/// <summary>
/// Finds the policy that holds for a domain (RFC 8461 §5.1): what the DNS announces is fetched when it is new, and what was fetched holds for its time, whatever becomes
/// of the announcement. One per process.
/// </summary>
internal sealed partial class StsFinder(IDnsResolver dns, IStsPolicies kept, StsFetcher fetcher, TimeProvider time, ILogger logger)
{
    // Domains that are remembered; each is some hundred octets.
    private const int Capacity = 10_000;

    /// <summary>RFC 8461 §3.3 wants failed fetches not to be repeated for every message; five minutes are its example.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>RFC 8461 §5.1 wants a policy to be renewed before its time is over; its example is daily.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromDays(1);

    /// <summary>Another instance may have found a policy, or an operator removed it.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(10);

    private readonly RecentlyUsed<string, StsState> _states = new(Capacity);

    /// <param name="domain">In lower case and A-labels; of an address literal there is no policy.</param>
    /// <exception cref="StorageUnavailableException">There may be a policy that is not known now: nothing may be sent.</exception>
    public async ValueTask<StsFinding> FindAsync(string domain, CancellationToken cancellationToken)
    {
        if (domain.StartsWith('['))
        {
            return StsFinding.None;
        }

        var state = _states.GetOrAdd(domain, _ => new StsState());
        await state.Gate.WaitAsync(cancellationToken);
        try
        {
            return await FindAsync(domain, state, cancellationToken);
        }
        finally
        {
            state.Gate.Release();
        }
    }

    private async Task<StsFinding> FindAsync(string domain, StsState state, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync(StsRecord.Label + domain, DnsType.Txt, cancellationToken);
        var isAnnounced = StsRecord.TryReadId(answer.Records, out var id);
        await LookAsync(domain, state, cancellationToken);
        if (isAnnounced && IsDue(state, id!))
        {
            await FetchAsync(domain, id!, state, cancellationToken);
        }

        if (state is { IsUnwritten: true, Kept: { } policy })
        {
            await WriteAsync(policy, state, cancellationToken);
        }

        // RFC 8461 §5.1: what is kept holds while nothing else can be found. A record that is gone, or a DNS that does not answer, takes nothing back.
        return new StsFinding(state.Kept?.Policy, isAnnounced && state.FailedId == id ? state.Failure : null);
    }

    private async Task LookAsync(string domain, StsState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - state.LookedAt >= LookAgainAfter && !state.IsUnwritten)
        {
            state.Kept = await kept.FindAsync(domain, cancellationToken);
            state.LookedAt = now;
        }

        if (state.Kept?.ExpiresAt <= now)
        {
            (state.Kept, state.IsUnwritten) = (null, false);
        }
    }

    private bool IsDue(StsState state, string id)
    {
        var now = time.GetUtcNow();
        var isNew = state.Kept is not { } policy || policy.Id != id || now - policy.FetchedAt >= Shorter(RenewAfter, policy.Policy.MaxAge / 2);
        return isNew && !(state.FailedId == id && now - state.FailedAt < RetryAfter);
    }

    private async Task FetchAsync(string domain, string id, StsState state, CancellationToken cancellationToken)
    {
        var fetched = await fetcher.FetchAsync(domain, cancellationToken);
        var now = time.GetUtcNow();
        if (fetched is StsFetch.Fetched { Policy: var policy })
        {
            state.Kept = new KeptStsPolicy { Domain = domain, Id = id, Policy = policy, FetchedAt = now };
            (state.IsUnwritten, state.Failure, state.FailedId) = (true, null, "");
            return;
        }

        var failed = (StsFetch.Failed)fetched;
        (state.Failure, state.FailedId, state.FailedAt) = (failed, id, now);
        NotFetched(logger, domain, failed.Reason, state.Kept is null ? "it has none until then" : "the one before holds");
    }

    private async Task WriteAsync(KeptStsPolicy policy, StsState state, CancellationToken cancellationToken)
    {
        try
        {
            await kept.KeepAsync(policy, cancellationToken);
            (state.IsUnwritten, state.LookedAt) = (false, time.GetUtcNow());
        }
        catch (StorageUnavailableException e)
        {
            // It holds here all the same, and is written with the next message.
            NotKept(logger, policy.Domain, e.Message);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(344, LogLevel.Warning, "The MTA-STS policy of {Domain} cannot be fetched: {Reason}; {Consequence}")]
    private static partial void NotFetched(ILogger logger, string domain, string reason, string consequence);

    [LoggerMessage(345, LogLevel.Warning, "The MTA-STS policy of {Domain} cannot be written to the storage yet: {Reason}")]
    private static partial void NotKept(ILogger logger, string domain, string reason);
}
