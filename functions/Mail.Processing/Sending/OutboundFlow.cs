using System.Diagnostics;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// The life of a message on its way to another server: find the job → route → admit → lease → open the spool → suppress → sign → attempt →
/// write the outcome → learn from refusals → notify → record → reschedule, or remove the job. <c>functions/FLOW.md</c> tells it in words.
/// </summary>
/// <remarks>
/// The outcome is in the job's row before anything follows from it, and each thing that follows may be repeated. So the one window in which a death leads
/// to a second copy is between the other server's 250 and that write.
/// </remarks>
public sealed class OutboundFlow(
    IOutboundQueue queue,
    ISpool spool,
    ITransports transports,
    DestinationGate gate,
    OutboundAttempt attempt,
    RefusalMemory memory,
    OutboundSettlement settlement,
    ISiteSettings siteSettings,
    OutboundOptions options,
    IOutboundWatch watch,
    TimeProvider time,
    ILogger<OutboundFlow> logger)
{
    /// <summary>A pointer that comes this much before its job's time is on time: clocks differ, and queues count whole seconds.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    /// <summary>A pointer that comes so little before its time is waited with, not dropped: clocks that differ more are broken.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <summary>Each write is tried for some 20 s by the storage's client itself.</summary>
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    /// <summary>RFC 3463 §3.5: X.4.5, mail system congestion.</summary>
    private const string Congested = "4.4.5";

    /// <summary>Pointers to a dead next hop come back over this part of the first wait, 30 s of 300, not all in one moment.</summary>
    private const double Spread = 0.1;

    /// <summary>Runs one attempt for the job that <paramref name="pointer"/> names. In every case the pointer is done with.</summary>
    /// <param name="dequeueCount">How often the queue has given out this pointer, this time included.</param>
    /// <returns>What it came to, in words.</returns>
    /// <exception cref="StorageUnavailableException">Nothing is lost; the queue has to give the pointer out again.</exception>
    public async Task<string> ProcessAsync(OutboundPointer pointer, int dequeueCount, CancellationToken cancellationToken)
    {
        var settings = await siteSettings.GetAsync(cancellationToken);
        if (pointer.NextHop is { } hop && gate.KnownDead(hop) is { } dead && !MustBeLookedAt(pointer, settings))
        {
            return await PutBackAsync(pointer, UntilAlive(dead, settings), $"{hop} is not there", cancellationToken);
        }

        if (await queue.FindAsync(pointer, cancellationToken) is not { } job)
        {
            return "done before";
        }

        await watch.ReachedAsync(OutboundStage.Found);
        if (await NotNowAsync(pointer, job, dequeueCount, cancellationToken) is { } reason)
        {
            return reason;
        }

        var run = new OutboundRun(job, settings, time.GetUtcNow(), cancellationToken);
        try
        {
            return await AdmitAsync(run) ?? await AttemptAsync(run);
        }
        finally
        {
            await LeaveAsync(run);
        }
    }

    /// <summary>Old enough that there may be something to tell its sender, whether an attempt is made or not. The queue id has the time of arrival.</summary>
    private bool MustBeLookedAt(OutboundPointer pointer, SiteSettings settings)
    {
        var age = QueueId.TryParse(pointer.JobId.Split('-')[0], out var queueId) ? time.GetUtcNow() - queueId.Time : TimeSpan.MaxValue;
        return age >= settings.QueueLifetime || (settings.DelayWarning > TimeSpan.Zero && age >= settings.DelayWarning);
    }

    /// <returns>Why nothing is done now; <c>null</c> when something is.</returns>
    private async Task<string?> NotNowAsync(OutboundPointer pointer, OutboundJob job, int dequeueCount, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        switch (job)
        {
            case { State: OutboundState.Held }:
                // Whoever releases it sends a pointer.
                return "held by an operator";
            case { LeaseUntil: { } until } when job.IsLeasedAt(now):
                // Its owner may be dead, and this pointer the only one.
                return await PutBackAsync(pointer, until - now + TimeSpan.FromSeconds(1), "another process is at it", cancellationToken);
            case { NextAttemptAt: { } due } when due > now + Early:
                // Whoever wrote that time sends a pointer for it, and takes his name off the job before; if it is there, he died between the two. So he may
                // have when a pointer is given out a second time.
                return dequeueCount == 1 && !pointer.IsAgain && job.LeaseOwner is null && due - now > ClockDifference
                    ? $"beside the schedule: the next attempt is due at {due:O}"
                    : await PutBackAsync(pointer with { IsAgain = false }, due - now, "not due", cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>Takes a slot at each next hop that has one free.</summary>
    /// <returns><c>null</c> when something can be done; otherwise why not.</returns>
    private async Task<string?> AdmitAsync(OutboundRun run)
    {
        foreach (var group in await SendGroup.SplitAsync(run.Job, transports, run.CancellationToken))
        {
            if (!group.HasNextHop)
            {
                run.Decided.Add(group);
                continue;
            }

            var max = group.Transport.Concurrency ?? run.Settings.DestinationConcurrency;
            switch (await gate.EnterAsync(group.NextHop, max, run.CancellationToken))
            {
                case Admission.Entered entered:
                    run.Entered.Add((group, entered.Use));
                    break;
                case Admission.Dead dead when MustBeLookedAt(run.Job.Pointer, run.Settings):
                    run.Dead.Add((group, dead));
                    break;
                case Admission.Dead dead:
                    run.Wait(UntilAlive(dead, run.Settings), group.NextHop, "is not there");
                    break;
                case Admission.Busy when OwesAWord(run, group):
                    // Behind a backlog of hours or days: its sender is told, and after its lifetime it comes back, as if it had been tried.
                    run.Dead.Add((group, new Admission.Dead(run.Now, $"too much mail waits for {group.NextHop}") { Status = Congested }));
                    break;
                case Admission.Busy busy:
                    run.Wait(busy.Delay, group.NextHop, "is busy");
                    break;
            }
        }

        if (!run.HasWork && run.Waits is { } waits)
        {
            return await PutBackAsync(run.Job.Pointer with { NextHop = waits.NextHop }, waits.Delay, $"{waits.NextHop} {waits.Why}", run.CancellationToken);
        }

        await watch.ReachedAsync(OutboundStage.Admitted);
        return null;
    }

    private static bool OwesAWord(OutboundRun run, SendGroup group) =>
        run.Now - run.Job.QueueId.Time >= (group.Transport.Lifetime ?? run.Settings.QueueLifetime)
        || (run.Job.ReversePath is not null && NoticePlan.IsLate(run.Job, run.Settings, run.Now));

    private async Task<string> AttemptAsync(OutboundRun run)
    {
        using var lease = await JobLease.TakeAsync(
            queue, run.Job, $"{options.Instance} {Guid.NewGuid():N}", options.Lease, time, logger, run.CancellationToken);
        if (lease is null)
        {
            return await PutBackAsync(run.Job.Pointer, options.Lease, "another process is at it", run.CancellationToken);
        }

        await watch.ReachedAsync(OutboundStage.Leased);
        await using var message = await spool.OpenAsync(run.Job.QueueId, run.CancellationToken);
        if (message is null)
        {
            return await settlement.GiveUpAsync(run, lease);
        }

        await watch.ReachedAsync(OutboundStage.Opened);
        using var activity = Telemetry.Source.StartActivity("send", ActivityKind.Producer, message.Envelope.TraceParent);
        activity?.SetTag("mail.queue_id", run.Job.QueueId.ToString()).SetTag("mail.destination", run.Job.Destination);
        if (!lease.Job.IsDone)
        {
            if (await lease.WhileHeldAsync(
                token => attempt.MakeAsync(run, message, token), token => KeepAsync(run, token), run.CancellationToken) is not { } outcome)
            {
                return await PutBackAsync(run.Job.Pointer, options.Lease, "the lease was lost before anything was sent", run.CancellationToken);
            }

            await watch.ReachedAsync(OutboundStage.Attempted);
            await WriteAsync(run, lease, message, outcome);
            await memory.LearnAsync(lease.Job, outcome, run.Settings, run.CancellationToken);
        }

        return await settlement.SettleAsync(run, lease, message);
    }

    private async ValueTask KeepAsync(OutboundRun run, CancellationToken cancellationToken)
    {
        foreach (var (_, use) in run.Entered)
        {
            await gate.KeepAsync(use, cancellationToken);
        }
    }

    /// <summary>The outcome, and the notices that follow from it, in one write. Not cancelled: the other server has the message already.</summary>
    private async Task WriteAsync(OutboundRun run, JobLease lease, SpooledMessage message, AttemptOutcome outcome)
    {
        var before = lease.Job;
        var now = time.GetUtcNow();
        await PatientlyAsync(run, () => lease.WriteAsync(
            found => NoticePlan.Add(
                found, outcome.Apply(found, run.Settings, now), outcome, message.Envelope, run.Settings, now, () => QueueId.New(time)),
            found => found.Attempts > before.Attempts,
            CancellationToken.None));
        OutboundLog.Attempted(logger, before, lease.Job);
        await watch.ReachedAsync(OutboundStage.Written);
    }

    /// <summary>
    /// Through an outage of the storage, until it is back or this invocation ends: without this write the message would be sent a second time. The write is
    /// conditional, so it does no harm when it comes late.
    /// </summary>
    private async Task PatientlyAsync(OutboundRun run, Func<Task> write)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (StorageUnavailableException e) when (!run.CancellationToken.IsCancellationRequested)
            {
                OutboundLog.NotWritten(logger, run.Job.JobId, "what the other server said", e.Message);
            }

            await Task.Delay(BetweenWrites, time, run.CancellationToken);
        }
    }

    /// <summary>Gives the slots back. What was learned of a destination must not undo the attempt: a storage that does not take it is told of.</summary>
    private async Task LeaveAsync(OutboundRun run)
    {
        foreach (var (group, use) in run.Entered)
        {
            var made = run.Made.GetValueOrDefault(group);
            try
            {
                await gate.LeaveAsync(use, made?.Reached, made?.Took ?? TimeSpan.Zero, made?.Reason ?? "", run.Settings, CancellationToken.None);
            }
            catch (StorageUnavailableException e)
            {
                OutboundLog.NotWritten(logger, run.Job.JobId, $"that {use.NextHop} is not there", e.Message);
            }
        }
    }

    private async Task<string> PutBackAsync(OutboundPointer pointer, TimeSpan delay, string reason, CancellationToken cancellationToken)
    {
        await queue.PointAsync(pointer, delay, cancellationToken);
        OutboundLog.PutBack(logger, pointer.JobId, delay, reason);
        return $"put back for {delay.TotalSeconds:0} s: {reason}";
    }

    private TimeSpan UntilAlive(Admission.Dead dead, SiteSettings settings) => dead.Until - time.GetUtcNow() + (settings.RetryFirst * Spread * Random.Shared.NextDouble());
}
