using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Forgets refused mail whose time is over, and what greylisting does not need any more; run by the timer of the sweep, at most once an hour,
/// because the storage walks both tables for it. Bounded: what is left over is for the next hour.
/// </summary>
public sealed class AccessPruning(
    IRejectLog rejects, IGreylist greylist, ISiteSettings settings, TimeProvider time, ILogger<AccessPruning> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private DateTimeOffset _next;

    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<AccessPruningReport> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _next)
        {
            return AccessPruningReport.Nothing;
        }

        var site = await settings.GetAsync(cancellationToken);
        var report = new AccessPruningReport(
            await rejects.PruneAsync(now - site.RejectsKept, cancellationToken), await greylist.PruneAsync(now, cancellationToken));
        _next = now + Interval;
        if (report != AccessPruningReport.Nothing)
        {
            FlowLog.Pruned(logger, report.Rejects, report.Greylist);
        }

        return report;
    }
}
