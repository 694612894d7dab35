using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Runs a timer function in one process of all: whoever holds the timer's lock. The lock's note keeps when it last ran, so that the next
/// holder, or the next start, makes up for a missed run.
/// </summary>
internal sealed class TimerListener(
    FunctionDefinition.Timer function, ISingletonLocks locks, FunctionInvoker invoker, TimeProvider time, ILogger logger)
{
    /// <summary>The longest that a blob lease allows: after a crash the timer rests that long.</summary>
    internal static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(60);

    /// <summary>Three tries within a duration.</summary>
    private static readonly TimeSpan RenewEvery = LockDuration / 3;

    /// <summary>Timers of the platform end at 49 days; and the clock may be set.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private bool _hasStarted;

    public async Task RunAsync(CancellationToken stopping, CancellationToken interrupt)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await HoldAsync(stopping, interrupt);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StorageUnavailableException e)
            {
                FunctionsLog.TimerUnreachable(logger, function.Name, e.Message);
            }
            catch (Exception e)
            {
                FunctionsLog.TimerFailed(logger, e, function.Name);
            }

            await SleepAsync(RenewEvery, stopping);
        }
    }

    /// <summary>Takes the lock if it can be had, and works until it is lost or the process stops.</summary>
    private async Task HoldAsync(CancellationToken stopping, CancellationToken interrupt)
    {
        await using var lease = await locks.TryAcquireAsync("timer-" + function.Name.ToLowerInvariant(), LockDuration, CancellationToken.None);
        if (lease is null)
        {
            return;
        }

        using var lost = new CancellationTokenSource();
        using var released = new CancellationTokenSource();
        using var untilStopOrLoss = CancellationTokenSource.CreateLinkedTokenSource(stopping, lost.Token);
        using var untilInterruptOrLoss = CancellationTokenSource.CreateLinkedTokenSource(interrupt, lost.Token);
        var renewal = RenewAsync(lease, lost, released.Token);
        try
        {
            await KeepTimeAsync(lease, untilStopOrLoss.Token, untilInterruptOrLoss.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            FunctionsLog.TimerLost(logger, function.Name);
        }
        finally
        {
            await released.CancelAsync();
            await renewal;
        }
    }

    private async Task KeepTimeAsync(ISingletonLease lease, CancellationToken stopping, CancellationToken interrupt)
    {
        var status = ScheduleStatus.TryParse(lease.Note);
        var isPastDue = function.UseMonitor && status?.Next <= time.GetUtcNow();
        var runsNow = isPastDue || (function.RunOnStartup && !_hasStarted);
        _hasStarted = true;
        FunctionsLog.TimerHeld(logger, function.Name, NextAfter(time.GetUtcNow()));
        if (runsNow)
        {
            status = await RunOnceAsync(lease, new Trigger.Timer(isPastDue, status), interrupt);
        }

        while (true)
        {
            var due = NextAfter(time.GetUtcNow()) ?? DateTimeOffset.MaxValue;
            await SleepUntilAsync(due, stopping);
            status = await RunOnceAsync(lease, new Trigger.Timer(IsPastDue: false, status), interrupt);
        }
    }

    private async Task<ScheduleStatus> RunOnceAsync(ISingletonLease lease, Trigger.Timer trigger, CancellationToken interrupt)
    {
        var started = time.GetUtcNow();
        var outcome = await invoker.InvokeAsync(function, new FunctionInvocation(Guid.NewGuid().ToString(), trigger), interrupt);
        FunctionsLog.TimerRan(logger, function.Name, outcome.Detail);

        var now = time.GetUtcNow();
        var status = new ScheduleStatus(started, NextAfter(now) ?? DateTimeOffset.MaxValue, now);
        // Interrupted work is due again at the next start.
        if (function.UseMonitor && outcome is not InvocationOutcome.Interrupted)
        {
            await WriteNoteAsync(lease, status);
        }

        return status;
    }

    private async Task WriteNoteAsync(ISingletonLease lease, ScheduleStatus status)
    {
        try
        {
            await lease.WriteNoteAsync(status.ToJson(), CancellationToken.None);
        }
        catch (StorageUnavailableException e)
        {
            // The next run writes it; should there be none, one run too many is made up for.
            FunctionsLog.TimerUnreachable(logger, function.Name, e.Message);
        }
    }

    /// <summary>Keeps the lock; gives it up for lost when somebody else has it, or when no renewal got through for its whole duration.</summary>
    private async Task RenewAsync(ISingletonLease lease, CancellationTokenSource lost, CancellationToken released)
    {
        var renewedAt = time.GetTimestamp();
        while (await SleepAsync(RenewEvery, released))
        {
            try
            {
                var sentAt = time.GetTimestamp();
                if (!await lease.RenewAsync(CancellationToken.None))
                {
                    break;
                }

                renewedAt = sentAt;
            }
            catch (StorageUnavailableException e)
            {
                FunctionsLog.TimerUnreachable(logger, function.Name, e.Message);
                if (time.GetElapsedTime(renewedAt) >= LockDuration)
                {
                    break;
                }
            }
        }

        if (!released.IsCancellationRequested)
        {
            await lost.CancelAsync();
        }
    }

    private DateTimeOffset? NextAfter(DateTimeOffset moment) => function.Schedule.GetNextOccurrence(moment, TimeZoneInfo.Utc);

    private async Task SleepUntilAsync(DateTimeOffset due, CancellationToken stopping)
    {
        for (var left = due - time.GetUtcNow(); left > TimeSpan.Zero; left = due - time.GetUtcNow())
        {
            await Task.Delay(left < LongestSleep ? left : LongestSleep, time, stopping);
        }
    }

    /// <summary>False when it was cut short.</summary>
    private async Task<bool> SleepAsync(TimeSpan pause, CancellationToken end)
    {
        try
        {
            await Task.Delay(pause, time, end);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
