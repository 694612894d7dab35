using Mail.Core;

namespace Mail.Ctl;

/// <summary>What other servers report about a domain of ours.</summary>
/// <param name="Since">The first day that is looked at.</param>
/// <param name="Passed">Of <paramref name="Messages"/>: by SPF or DKIM for the domain in From.</param>
/// <param name="Reporters">The largest first.</param>
/// <param name="Sources">Those that failed before others, the largest first.</param>
internal sealed record DmarcDomainView(
    string Domain, DateOnly Since, long Messages, long Passed, long Failed, IReadOnlyList<DmarcReporterView> Reporters, IReadOnlyList<DmarcSourceView> Sources)
{
    public static DmarcDomainView Of(string domain, DateOnly since, IReadOnlyList<DmarcSummary> summaries)
    {
        var (messages, passed) = (summaries.Sum(summary => summary.Messages), summaries.Sum(summary => summary.Passed));
        var sources = summaries
            .SelectMany(summary => summary.Sources.Select(source => (Source: source, summary.Reporter)))
            .GroupBy(pair => pair.Source with { Count = 0 })
            .Select(group => DmarcSourceView.Of(group.Key, group.Sum(pair => pair.Source.Count), group.Select(pair => pair.Reporter)))
            .OrderBy(source => source.Passed)
            .ThenByDescending(source => source.Messages)
            .ThenBy(source => source.Source, StringComparer.Ordinal);
        var reporters = summaries
            .GroupBy(summary => summary.Reporter)
            .Select(DmarcReporterView.Of)
            .OrderByDescending(reporter => reporter.Messages)
            .ThenBy(reporter => reporter.Reporter, StringComparer.Ordinal);
        return new DmarcDomainView(domain, since, messages, passed, messages - passed, [.. reporters], [.. sources]);
    }
}
