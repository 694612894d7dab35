using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>The end of a run of the sending flow, when the outcome is in the job's row: notify → record → reschedule, or remove the job.</summary>
public sealed class OutboundSettlement(
    IOutboundQueue queue, NoticeSpooler notices, OutboundRecorder recorder, IOutboundWatch watch, TimeProvider time, ILogger<OutboundSettlement> logger)
{
    /// <summary>How long a finished job waits for the message flow to have recorded that it exists: mostly the time of one write.</summary>
    private static readonly TimeSpan UntilRecorded = TimeSpan.FromSeconds(15);

    /// <summary>Longer than any run of the message flow, its redelivery after a crash included.</summary>
    private static readonly TimeSpan NeverRecorded = TimeSpan.FromDays(1);

    /// <summary>What follows from the outcome. Whatever of it was done before a death is done again to no effect.</summary>
    internal async Task<string> SettleAsync(OutboundRun run, JobLease lease, SpooledMessage message)
    {
        await notices.SpoolAsync(lease.Job, message, run.Settings, run.CancellationToken);
        await watch.ReachedAsync(OutboundStage.Noticed);
        var isRecorded = !lease.Job.Recipients.Any(recipient => !recipient.IsPending)
            || await recorder.RecordAsync(lease.Job, time.GetUtcNow(), run.CancellationToken);
        await watch.ReachedAsync(OutboundStage.Recorded);
        var detail = lease.Job.IsDone && (isRecorded || time.GetUtcNow() - lease.Job.CreatedAt > NeverRecorded)
            ? await RemoveAsync(run, lease)
            : await RescheduleAsync(run, lease);
        await watch.ReachedAsync(OutboundStage.Settled);
        return detail;
    }

    private async Task<string> RemoveAsync(OutboundRun run, JobLease lease)
    {
        while (!await queue.TryDeleteAsync(lease.Job, run.CancellationToken))
        {
            if (await queue.FindAsync(run.Job.Pointer, run.CancellationToken) is not { } found)
            {
                break;
            }

            // Somebody has added recipients or held it; what is final stays final.
            if (!found.IsDone || found.Version == lease.Job.Version)
            {
                return await RescheduleAsync(run, lease);
            }

            await lease.WriteAsync(job => job, _ => false, run.CancellationToken);
        }

        return "done: " + Tell(lease.Job);
    }

    private async Task<string> RescheduleAsync(OutboundRun run, JobLease lease)
    {
        // Those that another process has added since are its to spool.
        var told = lease.Job.Notices.Select(notice => notice.QueueId).ToHashSet();
        await lease.WriteAsync(
            found => found with
            {
                LeaseOwner = null,
                LeaseUntil = null,
                Notices = [.. found.Notices.Where(notice => !told.Contains(notice.QueueId))],
                NextAttemptAt = NextOf(run, found),
            },
            _ => false,
            run.CancellationToken);
        var next = lease.Job.NextAttemptAt ?? time.GetUtcNow();
        // After the row: if we die between the two, this pointer comes again, or the sweep finds the job overdue.
        var delay = next - time.GetUtcNow();
        await queue.PointAsync(
            lease.Job.Pointer with { NextHop = run.NextHop }, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, run.CancellationToken);
        return $"next attempt at {next:O}: {Tell(lease.Job)}";
    }

    /// <summary>A job that is done but not recorded is looked at again soon; one part of which could not be tried comes back when that has its turn.</summary>
    private DateTimeOffset NextOf(OutboundRun run, OutboundJob job)
    {
        var now = time.GetUtcNow();
        if (job.IsDone)
        {
            return now + UntilRecorded;
        }

        // A server that has put somebody off is left alone until his time comes, and the others of the job wait as long.
        return run.Waits is { } waits && now + waits.Delay < job.NextAttemptAt && !run.HasPutOff(job) ? now + waits.Delay : job.NextAttemptAt ?? now;
    }

    /// <summary>The message has been removed by hand: there is nothing to send and nothing to return.</summary>
    internal async Task<string> GiveUpAsync(OutboundRun run, JobLease lease)
    {
        OutboundLog.MessageGone(logger, run.Job.JobId);
        var now = time.GetUtcNow();
        await lease.WriteAsync(
            found => found with
            {
                Recipients = [.. found.Recipients.Select(recipient => recipient.IsPending
                    ? recipient with { State = OutboundRecipientState.Failed, Reason = "the message is not in the spool any more", At = now }
                    : recipient)],
            },
            found => found.IsDone,
            run.CancellationToken);
        await recorder.RecordAsync(lease.Job, now, run.CancellationToken);
        return await RemoveAsync(run, lease);
    }

    private static string Tell(OutboundJob job) =>
        string.Join("; ", job.Recipients.Select(recipient => $"{recipient.Address} {recipient.State.ToString().ToLowerInvariant()}"));
}
