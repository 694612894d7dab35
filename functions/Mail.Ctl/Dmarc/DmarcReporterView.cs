using Mail.Core;

namespace Mail.Ctl;

/// <summary>What one server reports about a domain of ours.</summary>
/// <param name="Reporter">The domain that has proved to send the reports.</param>
/// <param name="Organization">Who they say that they are from.</param>
internal sealed record DmarcReporterView(string Reporter, string Organization, int Reports, long Messages, long Passed, long Failed)
{
    public static DmarcReporterView Of(IGrouping<string, DmarcSummary> reports)
    {
        var (messages, passed) = (reports.Sum(report => report.Messages), reports.Sum(report => report.Passed));
        return new DmarcReporterView(reports.Key, reports.Last().Organization, reports.Count(), messages, passed, messages - passed);
    }
}
