using System.CommandLine;
using System.Globalization;

namespace Mail.Ctl;

/// <summary>Which reports the verbs of <c>dmarc</c> look at.</summary>
internal sealed class DmarcPeriod
{
    private const int Most = 400;

    public Argument<string?> Domain { get; } = Parameters.OptionalDomain("Only reports about this domain of ours.");

    public Option<int> Days { get; } = new("--days")
    {
        Description = "How many days back; reports come a day late.",
        HelpName = "N",
        DefaultValueFactory = _ => 7,
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= Most
            ? days
            : Parameters.Refuse<int>(result, $"--days is a number from 1 to {Most}."),
    };

    /// <summary>By domain, with all reports of each.</summary>
    public async Task<List<DmarcDomainView>> ReadAsync(CommandRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        var since = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-run.Get(Days));
        var summaries = await run.Storage.DmarcSummaries.ListAsync(run.Parsed.GetValue(Domain), since, cancellationToken).ToListAsync(cancellationToken);
        return [.. summaries.GroupBy(summary => summary.Domain).OrderBy(domain => domain.Key, StringComparer.Ordinal).Select(domain => DmarcDomainView.Of(domain.Key, since, [.. domain]))];
    }
}
