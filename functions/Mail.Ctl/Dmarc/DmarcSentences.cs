using System.Globalization;

namespace Mail.Ctl;

/// <summary>What reports say, in plain words.</summary>
internal static class DmarcSentences
{
    /// <summary>Sources that get a sentence; the table has all.</summary>
    private const int MaxSources = 10;

    public static IEnumerable<string> About(DmarcDomainView view)
    {
        yield return $"{view.Domain}: since {view.Since:yyyy-MM-dd} {Messages(view.Messages)} in its name {(view.Messages == 1 ? "was" : "were")} reported by {Servers(view.Reporters.Count)}; "
            + $"{Number(view.Passed)} passed, {Number(view.Failed)} failed.";
        var failed = view.Sources.Where(source => !source.Passed).GroupBy(source => source.Source).ToList();
        foreach (var source in failed.OrderByDescending(source => source.Sum(row => row.Messages)).Take(MaxSources))
        {
            var reporters = source.SelectMany(row => row.Reporters).Distinct().Order(StringComparer.Ordinal);
            yield return $"{Messages(source.Sum(row => row.Messages))} from {source.Key} claimed to be you and failed: {Done(source)} (seen by {string.Join(", ", reporters)}).";
        }

        if (failed.Count > MaxSources)
        {
            yield return $"{Number(failed.Count - MaxSources)} more addresses failed.";
        }
    }

    private static string Done(IEnumerable<DmarcSourceView> rows) => string.Join(", ", rows
        .GroupBy(row => row.Disposition)
        .OrderByDescending(done => done.Sum(row => row.Messages))
        .Select(done => $"{Number(done.Sum(row => row.Messages))} {Done(done.Key)}"));

    private static string Done(string disposition) => disposition switch
    {
        "reject" => "refused",
        "quarantine" => "filed as spam",
        _ => "let through",
    };

    private static string Messages(long count) => count == 1 ? "1 message" : $"{Number(count)} messages";

    private static string Servers(int count) => count == 1 ? "1 server" : $"{Number(count)} servers";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
