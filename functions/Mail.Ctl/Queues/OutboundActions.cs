using Mail.Core;

namespace Mail.Ctl;

/// <summary>What operators do to jobs for other servers. An attempt that has begun goes on; what it sends is sent.</summary>
internal sealed class OutboundActions(MailStorage storage, TimeProvider time)
{
    /// <summary>Gives how many jobs were changed.</summary>
    public Task<int> HoldAsync(IAsyncEnumerable<OutboundJob> jobs, CancellationToken cancellationToken) => EachAsync(
        jobs, job => job.State == OutboundState.Held || job.IsDone ? null : job with { State = OutboundState.Held }, isTried: false, cancellationToken);

    public Task<int> ReleaseAsync(IAsyncEnumerable<OutboundJob> jobs, CancellationToken cancellationToken) => EachAsync(
        jobs,
        job => job.State == OutboundState.Held ? job with { State = OutboundState.Queued, NextAttemptAt = time.GetUtcNow() } : null,
        isTried: true,
        cancellationToken);

    /// <summary>The next attempt is made now; a next hop that was dead is asked again.</summary>
    public async Task<int> FlushAsync(IAsyncEnumerable<OutboundJob> jobs, CancellationToken cancellationToken)
    {
        var nextHops = await NextHopsAsync(jobs, cancellationToken);
        await foreach (var state in storage.Destinations.ListAsync(cancellationToken))
        {
            if (state.IsDeadAt(time.GetUtcNow()) && nextHops.Contains(state.Destination))
            {
                // Should it not be taken, somebody writes it at this moment: the jobs come all the same when it is over.
                await storage.Destinations.TryWriteAsync(state with { DeadUntil = null, UpdatedAt = time.GetUtcNow() }, cancellationToken);
            }
        }

        return await EachAsync(
            jobs,
            job => job.State == OutboundState.Held ? null : job with { NextAttemptAt = time.GetUtcNow() },
            isTried: true,
            cancellationToken);
    }

    /// <summary>Where the jobs go by the rows of now.</summary>
    private async Task<HashSet<string>> NextHopsAsync(IAsyncEnumerable<OutboundJob> jobs, CancellationToken cancellationToken)
    {
        var transports = new TransportSet(await storage.Transports.ListAsync(cancellationToken).ToListAsync(cancellationToken));
        var nextHops = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var job in jobs.WithCancellation(cancellationToken))
        {
            nextHops.UnionWith(job.Recipients
                .Where(recipient => recipient.IsPending)
                .Select(recipient => transports.Find(recipient.Address, job.ReversePath).NextHop(job.Destination)));
        }

        return nextHops;
    }

    /// <summary>Recipients that wait get it never; the sending flow records that and removes the job. Nobody is told.</summary>
    public Task<int> DeleteAsync(IAsyncEnumerable<OutboundJob> jobs, CancellationToken cancellationToken) => EachAsync(
        jobs, job => job.IsDone ? null : Discard(job, time.GetUtcNow()), isTried: true, cancellationToken);

    private static OutboundJob Discard(OutboundJob job, DateTimeOffset now) => job with
    {
        State = OutboundState.Queued,
        NextAttemptAt = now,
        Recipients =
        [
            .. job.Recipients.Select(recipient => recipient.IsPending
                ? recipient with { State = OutboundRecipientState.Discarded, Reason = "deleted by an operator", At = now }
                : recipient),
        ],
    };

    /// <param name="change"><c>null</c> when there is nothing to change.</param>
    /// <param name="isTried">A pointer follows the change.</param>
    private async Task<int> EachAsync(
        IAsyncEnumerable<OutboundJob> jobs, Func<OutboundJob, OutboundJob?> change, bool isTried, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var listed in jobs.WithCancellation(cancellationToken))
        {
            // Again, when the flow has written it meanwhile.
            for (var job = listed; job is not null && change(job) is { } changed; job = await storage.Outbound.FindAsync(listed.Pointer, cancellationToken))
            {
                if (await storage.Outbound.TryUpdateAsync(changed, cancellationToken) is not null)
                {
                    count++;
                    if (isTried)
                    {
                        await storage.Outbound.PointAsync(changed.Pointer, TimeSpan.Zero, cancellationToken);
                    }

                    break;
                }
            }
        }

        return count;
    }
}
