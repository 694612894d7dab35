using System.Buffers;

namespace Mail.Spam;

/// <summary>Decides what a message is, from its features and what models know of them. The same input gives the same verdict, to the last bit.</summary>
public static class Classifier
{
    // SpamBayes: an unknown word has probability 0.5 with the strength of 0.45 messages; nearer than 0.1 to it says nothing; 150 clues are enough.
    private const double UnknownStrength = 0.45;
    private const double MinimumStrength = 0.1;
    private const int MaxClues = 150;

    /// <param name="site">What everybody's mail taught.</param>
    /// <param name="account">What one person's mail taught, if there is a person.</param>
    /// <param name="clues">How many clues to return; 0 costs least.</param>
    public static SpamVerdict Classify(TokenList tokens, ITokenCounts site, ITokenCounts? account = null, SpamThresholds? thresholds = null, int clues = 0)
    {
        var counts = ArrayPool<TokenCount>.Shared.Rent(Math.Max(tokens.Count, 1));
        var found = counts.AsSpan(0, tokens.Count);
        site.Find(tokens.Features, found);
        var score = Combine(found, site);
        var result = new SpamVerdict(score, (thresholds ?? SpamThresholds.Default).ClassOf(score), Explain(tokens, found, site, clues));
        ArrayPool<TokenCount>.Shared.Return(counts);
        return result;
    }

    private static double Combine(ReadOnlySpan<TokenCount> counts, ITokenCounts model)
    {
        var strong = new List<double>();
        foreach (var count in counts)
        {
            var p = Probability(count, model);
            if (Math.Abs(p - 0.5) >= MinimumStrength)
            {
                strong.Add(p);
            }
        }

        strong.Sort((a, b) => Math.Abs(b - 0.5).CompareTo(Math.Abs(a - 0.5)));
        var n = Math.Min(strong.Count, MaxClues);
        if (n == 0)
        {
            return 0.5;
        }

        double s = 0, h = 0;
        for (var i = 0; i < n; i++)
        {
            s += Math.Log(1 - strong[i]);
            h += Math.Log(strong[i]);
        }

        return (1 + (1 - ChiSquared(-2 * s, 2 * n)) - (1 - ChiSquared(-2 * h, 2 * n))) / 2;
    }

    private static double Probability(TokenCount count, ITokenCounts model)
    {
        double n = count.Ham + count.Spam;
        var ham = count.Ham / (double)Math.Max(model.HamMessages, 1);
        var spam = count.Spam / (double)Math.Max(model.SpamMessages, 1);
        var p = ham + spam > 0 ? spam / (ham + spam) : 0.5;
        return ((UnknownStrength * 0.5) + (n * p)) / (UnknownStrength + n);
    }

    private static double ChiSquared(double x, int degrees)
    {
        var m = x / 2;
        var term = Math.Exp(-m);
        var sum = term;
        for (var i = 1; i < degrees / 2; i++)
        {
            term *= m / i;
            sum += term;
        }

        return Math.Min(sum, 1);
    }

    private static List<Clue> Explain(TokenList tokens, ReadOnlySpan<TokenCount> counts, ITokenCounts model, int wanted)
    {
        var clues = new List<Clue>();
        for (var i = 0; i < counts.Length && wanted > 0; i++)
        {
            clues.Add(new Clue(tokens.TextOf(tokens.Features[i]), Probability(counts[i], model), counts[i].Ham, counts[i].Spam));
        }

        clues.Sort((a, b) => Math.Abs(b.Probability - 0.5).CompareTo(Math.Abs(a.Probability - 0.5)));
        return clues.Count > wanted ? clues.GetRange(0, wanted) : clues;
    }
}
