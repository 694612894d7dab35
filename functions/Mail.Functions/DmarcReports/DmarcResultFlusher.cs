using Mail.Processing;

namespace Mail.Functions;

/// <summary>Writes each five minutes, and when the process is stopped, what came in the name of other domains.</summary>
internal sealed class DmarcResultFlusher(DmarcCounter counter, TimeProvider time) : BackgroundService
{
    /// <summary>What a crash takes with it. One request for each, and each hundred domains.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await counter.FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await counter.FlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped: the last flush follows.
        }
    }
}
