using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// A job while this process is at it. The row says so until a time that is moved on while the work lasts. When the row is taken by somebody else, or that
/// time is over because the storage took no renewal, the work is stopped.
/// </summary>
internal sealed class JobLease(
    IOutboundQueue queue, OutboundJob job, string owner, TimeSpan duration, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _row = new(1, 1);

    /// <summary>As it was written last.</summary>
    public OutboundJob Job { get; private set; } = job;

    /// <returns><c>null</c> when somebody else was faster, or the job is gone.</returns>
    public static async Task<JobLease?> TakeAsync(
        IOutboundQueue queue, OutboundJob job, string owner, TimeSpan duration, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var leased = job with { LeaseOwner = owner, LeaseUntil = time.GetUtcNow() + duration };
        var written = await queue.TryUpdateAsync(leased, cancellationToken);
        if (written is null && await queue.FindAsync(job.Pointer, cancellationToken) is { } found && found.LeaseOwner == owner)
        {
            // Ours, and only the answer was lost.
            written = found;
        }

        return written is null ? null : new JobLease(queue, written, owner, duration, time, logger);
    }

    /// <summary>Does <paramref name="work"/> while the lease is renewed; the work's token is cancelled when the lease is lost.</summary>
    /// <param name="onRenewal">Called with each renewal, for what else has to be kept.</param>
    /// <returns><c>null</c> when the lease was lost before the work came to anything.</returns>
    public async Task<T?> WhileHeldAsync<T>(
        Func<CancellationToken, Task<T>> work, Func<CancellationToken, ValueTask> onRenewal, CancellationToken cancellationToken)
        where T : class
    {
        using var held = new CancellationTokenSource(Left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Token);
        using var done = new CancellationTokenSource();
        var renewal = RenewAsync(held, onRenewal, done.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            OutboundLog.LeaseLost(logger, Job.JobId);
            return null;
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }
    }

    /// <summary>Writes a change upon whatever the row says now; what others have written meanwhile (recipients added, held) stays.</summary>
    /// <param name="change">Called again with the newer job when somebody was faster.</param>
    /// <param name="isDone">Tells whether the change has been made already, and only its answer was lost.</param>
    /// <returns>False when the row is gone.</returns>
    public async Task<bool> WriteAsync(Func<OutboundJob, OutboundJob> change, Func<OutboundJob, bool> isDone, CancellationToken cancellationToken)
    {
        await _row.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (await queue.TryUpdateAsync(change(Job), cancellationToken) is { } written)
                {
                    Job = written;
                    return true;
                }

                if (await queue.FindAsync(Job.Pointer, cancellationToken) is not { } found)
                {
                    return false;
                }

                Job = found;
                if (found.LeaseOwner == owner && isDone(found))
                {
                    return true;
                }
            }
        }
        finally
        {
            _row.Release();
        }
    }

    public void Dispose() => _row.Dispose();

    /// <summary>Of the time that the row gives us.</summary>
    private TimeSpan Left => Job.LeaseUntil is { } until && until > time.GetUtcNow() ? until - time.GetUtcNow() : TimeSpan.Zero;

    private async Task RenewAsync(CancellationTokenSource held, Func<CancellationToken, ValueTask> onRenewal, CancellationToken done)
    {
        while (await DelayAsync(duration / 3, done))
        {
            try
            {
                var isOurs = true;
                await WriteAsync(
                    found => (isOurs = found.LeaseOwner == owner) ? found with { LeaseUntil = time.GetUtcNow() + duration } : found,
                    _ => false,
                    CancellationToken.None);
                if (!isOurs)
                {
                    await held.CancelAsync();
                    return;
                }

                held.CancelAfter(Left);
                await onRenewal(CancellationToken.None);
            }
            catch (Exception e)
            {
                // Whatever it is, it must not take with it what the other server says; the lease ends by itself.
                OutboundLog.NotWritten(logger, Job.JobId, "the renewal of its lease", e.Message);
            }
        }
    }

    private async Task<bool> DelayAsync(TimeSpan pause, CancellationToken done)
    {
        try
        {
            await Task.Delay(pause, time, done);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
