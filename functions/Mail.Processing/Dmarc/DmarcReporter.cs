using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mail.Authentication;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Sends the reports of the days that are over to the domains that ask for them (RFC 7489 §7.2). A message is named after day, domain and receiver, so that a run
/// that dies is repeated and nobody gets a report twice. Run by one process at a time.
/// </summary>
public sealed class DmarcReporter(
    IDmarcDays days,
    IDirectory directory,
    ReportTargets targets,
    OwnMail mail,
    ISiteSettings settings,
    FlowOptions options,
    TimeProvider time,
    ILogger<DmarcReporter> logger)
{
    // The DNS that does not answer for so long will not, and nobody will say who is to send the report.
    private const int MaxDays = 2;

    /// <summary>When the last counts of the day are written, whatever flushes: what comes later is not reported.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    // RFC 7489 §7.2 leaves the hour open; not everybody's at once.
    private const int SpreadMinutes = 240;

    /// <returns>Reports that have gone out.</returns>
    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sender = (await settings.GetAsync(cancellationToken)).DmarcReportSender;
        var sent = 0;
        await foreach (var day in days.ListAsync(DateOnly.FromDateTime(now.UtcDateTime), cancellationToken))
        {
            var age = now - EndOf(day);
            if (age < Settled + DelayOf(day.Domain))
            {
                continue;
            }

            // Without a sender nobody is to report, or the settings cannot be read at present.
            var (count, isDone) = sender is null
                ? (0, age > TimeSpan.FromDays(MaxDays))
                : await SendAsync(DmarcReport.Of(day, sender), day, age, cancellationToken);
            sent += count;
            if (isDone)
            {
                await days.RemoveAsync(day.Day, day.Domain, cancellationToken);
            }
        }

        return sent;
    }

    private static DateTimeOffset EndOf(DmarcDay day) => new(day.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>Always the same for a domain, and nobody else's.</summary>
    private TimeSpan DelayOf(string domain) =>
        TimeSpan.FromMinutes(BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes($"dmarc {options.HostName} {domain}"))) % SpreadMinutes);

    /// <returns>How many have gone out, and whether nothing more is to be done.</returns>
    private async Task<(int Sent, bool IsDone)> SendAsync(DmarcReport report, DmarcDay day, TimeSpan age, CancellationToken cancellationToken)
    {
        // What came in our own name we see in our own records.
        if (await directory.FindDomainAsync(day.Domain, cancellationToken) is not null)
        {
            return (0, true);
        }

        var found = await targets.FindAsync(day.Domain, cancellationToken);
        if (!found.IsComplete && age < TimeSpan.FromDays(MaxDays))
        {
            return (0, false);
        }

        if (!found.IsComplete && found.Targets.Count == 0)
        {
            DmarcLog.GivenUp(logger, report.Id, MaxDays);
        }

        var sent = 0;
        var file = found.Targets.Count == 0 ? [] : DmarcReportWriter.ToGzip(report);
        foreach (var target in found.Targets)
        {
            sent += await SendAsync(report, file, target, IdOf(day, target), cancellationToken) ? 1 : 0;
        }

        return (sent, true);
    }

    private async Task<bool> SendAsync(DmarcReport report, byte[] file, ReportTarget target, QueueId id, CancellationToken cancellationToken)
    {
        var content = DmarcReportMessage.Write(report, file, target.Address, id, options, time.GetUtcNow());
        // §6.2 does not say of what the size is: so of all that they would get.
        if (content.Length > target.MaxOctets)
        {
            DmarcLog.TooLarge(logger, report.Id, target.Address, target.MaxOctets.Value, content.Length);
            return false;
        }

        // A report that does not arrive is nobody's business, and one that is answered breeds answers.
        await mail.SendAsync(id, reversePath: null, [target.Address], content, cancellationToken);
        DmarcLog.Sent(logger, report.Id, target.Address, id);
        return true;
    }

    /// <summary>The same in every run, with the time of the day's end.</summary>
    private static QueueId IdOf(DmarcDay day, ReportTarget target) => QueueId.Derive(
        EndOf(day),
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"dmarc {day.Day:yyyy-MM-dd} {day.Domain} {target.Address.ToString().ToLowerInvariant()}"))));
}
