using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Tells what screening found out about a message, a step for each thing that had a say.</summary>
internal static class ScreeningTrace
{
    public static IEnumerable<TraceStage> Of(RecipientRecord recipient, ScreeningRecord record)
    {
        TraceStage Stage(string name, string decision, string reason = "") => new(recipient.At, name, recipient.Address.ToString(), decision, reason);

        if (record.Authentication is { } results)
        {
            yield return Stage("sender", results);
        }

        if (record.Policy is { } policy)
        {
            yield return Stage("policy", policy);
        }

        foreach (var finding in record.Findings)
        {
            yield return Stage("scanned", finding);
        }

        if (record is not { Class: { } name, Score: { } score })
        {
            yield break;
        }

        yield return Stage(
            "filtered",
            string.Create(CultureInfo.InvariantCulture, $"{name}, score {score:F3}"),
            string.Create(CultureInfo.InvariantCulture, $"unsure from {record.UnsureFrom:F2}, spam from {record.SpamFrom:F2}; {Models(record)}"));
        foreach (var clue in record.Clues)
        {
            yield return Stage("clue", clue);
        }
    }

    private static string Models(ScreeningRecord record) => (record.SiteModel, record.AccountModel) switch
    {
        (null, null) => "no model",
        ({ } site, null) => $"model {site} of the site",
        (null, { } own) => $"model {own} of the account",
        ({ } site, { } own) => $"models {site} of the site and {own} of the account",
    };
}
