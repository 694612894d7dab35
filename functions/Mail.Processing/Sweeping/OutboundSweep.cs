using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// The safety net under the queue <c>outbound</c>: a job whose pointer is lost gets another. A pointer too many does nothing: its job is leased, not due,
/// or gone.
/// </summary>
public sealed class OutboundSweep(
    IOutboundQueue outbound, IDestinations destinations, IWorkQueues queues, TimeProvider time, ILogger<OutboundSweep> logger)
{
    /// <summary>How long after its time a job is taken for lost when pointers are missing.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>
    /// And when none seem to be: a count that is "about right", or doubled pointers of others, may hide one that is missing. In a backlog every job is
    /// late, and must not be doubled by each sweep.
    /// </summary>
    private static readonly TimeSpan LongGrace = TimeSpan.FromHours(6);

    /// <summary>What has just been enqueued is due by every clock.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <summary>Destinations of which nothing was heard for so long are new again.</summary>
    private static readonly TimeSpan Forget = TimeSpan.FromDays(7);

    /// <returns>How many jobs were enqueued.</returns>
    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pointers = await queues.Get(QueueNames.Outbound).CountAsync(cancellationToken);
        var dead = await DeadAsync(now, cancellationToken);
        var (jobs, overdue) = (0, new List<(OutboundJob Job, DateTimeOffset Due)>());
        await foreach (var job in outbound.ListAsync(cancellationToken))
        {
            jobs += job.State == OutboundState.Held ? 0 : 1;
            if (DueOf(job, dead) is { } due && due + Grace < now)
            {
                overdue.Add((job, due));
            }
        }

        var grace = pointers < Math.Min(jobs, IWorkQueue.MostCounted) ? Grace : LongGrace;
        foreach (var (job, due) in overdue.Where(found => found.Due + grace < now))
        {
            await outbound.PointAsync(job.Pointer, TimeSpan.Zero, cancellationToken);
            OutboundLog.Overdue(logger, job.JobId, due);
            // Once per grace: the pointers of a job that waits for its turn are put back without a write, and would become more with each sweep. Refused
            // when somebody is at it, and then it need not be made.
            await outbound.TryUpdateAsync(job with { NextAttemptAt = now - ClockDifference }, cancellationToken);
        }

        await destinations.PruneAsync(now - Forget, cancellationToken);
        return overdue.Count(found => found.Due + grace < now);
    }

    private async Task<Dictionary<string, DateTimeOffset>> DeadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dead = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var state in destinations.ListAsync(cancellationToken))
        {
            if (state.DeadUntil is { } until && until + Grace > now)
            {
                dead[state.Destination] = until;
            }
        }

        return dead;
    }

    /// <summary>When something should have happened; <c>null</c> for a job that waits for a person. A dead destination's jobs are put back without a write.</summary>
    private static DateTimeOffset? DueOf(OutboundJob job, Dictionary<string, DateTimeOffset> dead)
    {
        if (job.State == OutboundState.Held)
        {
            return null;
        }

        var due = job.NextAttemptAt ?? job.CreatedAt;
        due = job.LeaseUntil > due ? job.LeaseUntil.Value : due;
        return dead.TryGetValue(job.Destination, out var until) && until > due ? until : due;
    }
}
