using System.Globalization;
using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>What the filter says of a message by some models, as it goes on record.</summary>
internal static class Classification
{
    /// <summary>The same features, models and thresholds give the same record, whenever and wherever.</summary>
    /// <param name="record">Gets class, score, thresholds, model versions and clues; the rest stays.</param>
    public static ScreeningRecord Write(ScreeningRecord record, TokenList tokens, SpamModels models, SpamThresholds thresholds)
    {
        var verdict = Classifier.Classify(tokens, models.Site, models.Account, thresholds, ScreeningRecord.MaxClues);
        return record with
        {
            Class = verdict.Class.ToString().ToLowerInvariant(),
            Score = verdict.Score,
            UnsureFrom = thresholds.Unsure,
            SpamFrom = thresholds.Spam,
            SiteModel = models.SiteVersion,
            AccountModel = models.AccountVersion,
            Clues = [.. verdict.Clues.Take(ScreeningRecord.MaxClues).Select(clue => ScanText.Clean(clue.ToString(), ScreeningRecord.MaxText))],
        };
    }

    /// <summary>Why the filter cannot be asked, in words; <c>null</c> when it can.</summary>
    public static string? WhyNotAsked(SpamModels models, int minimum)
    {
        var ham = models.Site.HamMessages + (models.Account?.HamMessages ?? 0);
        var spam = models.Site.SpamMessages + (models.Account?.SpamMessages ?? 0);
        return ham + spam == 0 ? "nothing trained yet"
            : ham < minimum || spam < minimum ? string.Create(CultureInfo.InvariantCulture, $"too little trained yet: {ham} ham, {spam} spam")
            : null;
    }

    /// <summary><c>spam 0.998</c>.</summary>
    public static string Words(ScreeningRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Class} {record.Score:F3}");

    public static FilingPlace PlaceOf(string? name) => name switch
    {
        "spam" => FilingPlace.Junk,
        "unsure" => FilingPlace.Review,
        _ => FilingPlace.Inbox,
    };
}
