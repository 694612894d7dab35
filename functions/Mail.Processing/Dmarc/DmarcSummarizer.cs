using Mail.Authentication;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Makes of a report what is kept of it: which addresses sent in our name, and how that went.</summary>
internal static class DmarcSummarizer
{
    public static DmarcSummary Summarize(DmarcReport report, string reporter, MailboxMessage message)
    {
        var sources = report.Tallies
            .GroupBy(tally => Key(tally.Finding), tally => tally.Count)
            .Select(group => group.Key with { Count = group.Sum() })
            .OrderBy(source => source.Passed)
            .ThenByDescending(source => source.Count)
            .ToList();
        return new DmarcSummary
        {
            Domain = report.Published.Domain,
            Reporter = reporter,
            Organization = report.Organization,
            ReportId = report.Id,
            Begin = report.Begin,
            End = report.End,
            ReceivedAt = message.ReceivedAt,
            DeliveryId = message.Id,
            Messages = sources.Sum(source => source.Count) + report.Uncounted,
            Passed = sources.Where(source => source.Passed).Sum(source => source.Count),
            Sources = [.. sources.Take(DmarcSummary.MaxSources)],
        };
    }

    private static DmarcSource Key(DmarcFinding finding) =>
        new(finding.Source, finding.HeaderFrom, finding.DkimAligned, finding.SpfAligned, finding.Disposition, finding.Override, 0);
}
