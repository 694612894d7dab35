using Mail.Authentication;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Reads what other servers report about our domains: mail to the account that setting <c>dmarc-report-address</c> names. What counts is moved into its folder Done, the
/// rest into Ignored, where it can be looked at; nothing is deleted, nobody is answered.
/// </summary>
/// <remarks>Counting the same again changes nothing, and the move comes last: a run that dies is repeated by the next.</remarks>
public sealed class DmarcInbox(
    ISiteSettings settings, IDirectory directory, IMailboxStore mailboxes, IDmarcSummaries summaries, TimeProvider time, ILogger<DmarcInbox> logger)
{
    private const string By = "dmarc";
    private const string Done = "Done";
    private const string Ignored = "Ignored";

    /// <summary>Of one run: at up to half a second each for the most hostile ones it ends before the next.</summary>
    private const int MaxReports = 200;

    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<DmarcInboxCount> RunAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        var count = new DmarcInboxCount(0, 0);
        if (site.DmarcReportAddress is not { } address || await directory.FindAccountAsync(address.Domain, address.LocalPart, cancellationToken) is not { Enabled: true } box)
        {
            return count;
        }

        var oldest = DateOnly.FromDateTime((time.GetUtcNow() - site.DmarcReportsKept).UtcDateTime);
        var messages = await mailboxes.ListAsync(box.AccountId, FolderName.Inbox, cancellationToken).Take(MaxReports).ToListAsync(cancellationToken);
        foreach (var message in messages)
        {
            var problem = await CountAsync(box, message, oldest, cancellationToken);
            if (problem is not null)
            {
                DmarcLog.Ignored(logger, message.Id, problem);
            }

            await mailboxes.MoveAsync(
                box.AccountId, message.Id, new MailboxMove(problem is null ? Done : Ignored, By) { From = FolderName.Inbox }, cancellationToken);
            count = problem is null ? count with { Counted = count.Counted + 1 } : count with { Ignored = count.Ignored + 1 };
        }

        // Rows grow old when others come: an idle table is not walked.
        if (count.Counted > 0)
        {
            await summaries.PruneAsync(oldest, cancellationToken);
        }

        return count;
    }

    /// <returns>Why it does not count, in words; <c>null</c> when it does.</returns>
    private async Task<string?> CountAsync(AccountEntry box, MailboxMessage message, DateOnly oldest, CancellationToken cancellationToken)
    {
        // Anybody can write a report; that it names an organization proves nothing. Unproven ones are not even unpacked.
        if (DmarcSender.Of(message) is not { } reporter)
        {
            return "neither DMARC nor a signature says who sent it";
        }

        await using var content = await mailboxes.OpenAsync(box.AccountId, message.Id, cancellationToken);
        if (content is null)
        {
            return "the message is missing";
        }

        var (report, problem) = await DmarcReportParts.ReadAsync(content, cancellationToken);
        return report is null ? problem
            : !IsOfItsTime(report, message, oldest) ? "its dates cannot be"
            : !await IsOursAsync(report, cancellationToken) ? $"{report.Published.Domain} is none of our domains"
            : await AddAsync(DmarcSummarizer.Summarize(report, reporter, message), cancellationToken);
    }

    private async Task<string?> AddAsync(DmarcSummary summary, CancellationToken cancellationToken)
    {
        switch (await summaries.TryAddAsync(summary, cancellationToken))
        {
            case DmarcAdding.Added:
                DmarcLog.Counted(logger, summary.ReportId, summary.Reporter, summary.Domain, summary.Messages);
                return null;
            case DmarcAdding.Known:
                return null;
            default:
                return $"too many reports about {summary.Domain} of that day";
        }
    }

    /// <summary>A report is of the past, of a month at most, and its rows are not to outlive the others.</summary>
    private static bool IsOfItsTime(DmarcReport report, MailboxMessage message, DateOnly oldest) =>
        report.Begin <= report.End
        && report.End <= message.ReceivedAt.AddDays(1)
        && report.End - report.Begin <= TimeSpan.FromDays(32)
        && DateOnly.FromDateTime(report.Begin.UtcDateTime) >= oldest;

    /// <summary>The record may be that of an organization of which we have a part.</summary>
    private async Task<bool> IsOursAsync(DmarcReport report, CancellationToken cancellationToken)
    {
        const int maxDomains = 20;
        var domains = report.Tallies.Select(tally => tally.Finding.HeaderFrom).Where(domain => domain.Length > 0).Distinct().Take(maxDomains);
        foreach (var domain in domains.Prepend(report.Published.Domain))
        {
            if (await directory.FindDomainAsync(domain, cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
