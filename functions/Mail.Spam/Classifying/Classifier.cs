using System.Buffers;

namespace Mail.Spam;

/// <summary>
/// Decides what a message is, from its features and what models know of them. The same input gives the same verdict, to the last bit.
/// <para>
/// Two ways of learning are added up as log odds. Weights learnt from mistakes (logistic regression, whose steps are whole numbers so that they can be undone)
/// tell apart best what resembles the training. The mean of how features are spread over spam and ham holds better for mail of a new kind, and after little training.
/// </para>
/// </summary>
public static class Classifier
{
    // Scores are for people and thresholds: log odds of 7.9, beyond which ham is rare even among mail of a new kind, are 0.9. LAB.md, "calibration".
    private const double ScoreScale = 3.58;

    // The weights are sure of themselves also where mail is of a new kind, so they alone never call it spam. LAB.md, "bound of the weights".
    private const double MaxSiteLinear = 6;

    // Those of an account are what its owner put right in the site's verdict: more than the site ever holds, so that the owner has the last word.
    private const double MaxAccountLinear = 30;

    /// <param name="site">What everybody's mail taught.</param>
    /// <param name="account">What one person's mail taught, if there is a person; it is heard beside the site, the more the more it learnt.</param>
    /// <param name="clues">How many clues to return; 0 costs least.</param>
    public static SpamVerdict Classify(TokenList tokens, ITokenCounts site, ITokenCounts? account = null, SpamThresholds? thresholds = null, int clues = 0)
    {
        var rented = ArrayPool<TokenCount>.Shared.Rent(2 * Math.Max(tokens.Count, 1));
        var siteCounts = rented.AsSpan(0, tokens.Count);
        var siteEvidence = Look(tokens, site, siteCounts);
        var accountCounts = account is null ? default : rented.AsSpan(tokens.Count, tokens.Count);
        var accountEvidence = account is null ? default : Look(tokens, account, accountCounts);
        var score = ScoreOf(LogOdds(siteEvidence, account is null ? null : accountEvidence));
        IReadOnlyList<Clue> found = clues == 0 ? [] : ClueFinder.Find(tokens, siteCounts, siteEvidence, accountCounts, accountEvidence, clues);
        ArrayPool<TokenCount>.Shared.Return(rented);
        return new SpamVerdict(score, (thresholds ?? SpamThresholds.Default).ClassOf(score), found);
    }

    internal static double LogOdds(Evidence site, Evidence? account) =>
        site.LogOdds(MaxSiteLinear) + (account?.LogOdds(MaxAccountLinear) ?? 0);

    internal static Evidence Look(TokenList tokens, ITokenCounts model, Span<TokenCount> counts)
    {
        model.Find(tokens.Features, counts);
        return Evidence.Of(tokens.Features, counts, model);
    }

    /// <returns>0..1; 0.5 for no evidence at all.</returns>
    internal static double ScoreOf(double logOdds) => 1 / (1 + Math.Exp(-logOdds / ScoreScale));
}
