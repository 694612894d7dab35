using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Forgets refused mail whose time is over, what greylisting does not need any more, suppressed addresses that may be tried again, and what rules need
/// not remember any longer; run by the timer of the sweep, at most once an hour, because the storage walks these tables for it. Bounded: what is left
/// over is for the next hour.
/// </summary>
public sealed class Pruning(
    IRejectLog rejects,
    IGreylist greylist,
    ISuppressionList suppressions,
    IVacations vacations,
    ISeenMessages seen,
    ISiteSettings settings,
    TimeProvider time,
    ILogger<Pruning> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private DateTimeOffset _next;

    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<PruningReport> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _next)
        {
            return PruningReport.Nothing;
        }

        var site = await settings.GetAsync(cancellationToken);
        var report = new PruningReport(
            await rejects.PruneAsync(now - site.RejectsKept, cancellationToken),
            await greylist.PruneAsync(now, cancellationToken),
            await suppressions.PruneAsync(now, cancellationToken),
            await vacations.PruneAsync(now, cancellationToken),
            await seen.PruneAsync(now, cancellationToken));
        _next = now + Interval;
        if (report != PruningReport.Nothing)
        {
            FlowLog.Pruned(logger, report.Rejects, report.Greylist, report.Suppressions, report.Vacations, report.Duplicates);
        }

        return report;
    }
}
