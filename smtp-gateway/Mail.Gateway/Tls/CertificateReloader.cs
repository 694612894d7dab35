namespace Mail.Gateway;

/// <summary>Looks for new certificates while the process runs.</summary>
internal sealed class CertificateReloader(Certificates certificates, TimeProvider time, ILogger<Certificates> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (certificates.AreConfigured && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await certificates.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What we did not think of must not end the looking: the next certificate may be needed in a month.
                TlsLog.RefreshFailed(logger, e);
            }
        }
    }
}
