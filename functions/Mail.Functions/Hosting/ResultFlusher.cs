namespace Mail.Functions;

/// <summary>Writes at intervals, and when the process is stopped, what was counted in memory. A crash takes an interval's worth with it.</summary>
internal abstract class ResultFlusher(TimeSpan interval, Func<CancellationToken, Task> flush, TimeProvider time) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await flush(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await flush(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped: the last flush follows.
        }
    }
}
