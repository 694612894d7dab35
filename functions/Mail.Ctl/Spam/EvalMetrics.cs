namespace Mail.Ctl;

/// <summary>Figures of the TREC spam track (Cormack and Lynam, 2005) over scored messages.</summary>
internal static class EvalMetrics
{
    /// <summary>How often, of a ham and a spam, the ham has the higher score: 1 - area under the ROC curve. Equal scores count half.</summary>
    /// <returns>0..1; <c>null</c> when one of the classes is missing.</returns>
    public static double? OneMinusRoca(IReadOnlyList<EvalScore> scores)
    {
        var (ham, spam) = (Ascending(scores, isSpam: false), Ascending(scores, isSpam: true));
        var (inverted, below, upTo) = (0.0, 0, 0);
        foreach (var score in spam)
        {
            while (below < ham.Length && ham[below] < score)
            {
                below++;
            }

            while (upTo < ham.Length && ham[upTo] <= score)
            {
                upTo++;
            }

            inverted += ham.Length - upTo + ((upTo - below) / 2.0);
        }

        return ham.Length == 0 || spam.Length == 0 ? null : inverted / ((double)ham.Length * spam.Length);
    }

    /// <summary>The share of spam that is missed by the lowest threshold at which no more than a share of ham is taken for spam.</summary>
    /// <returns>0..1; <c>null</c> when one of the classes is missing.</returns>
    public static double? MissesAt(IReadOnlyList<EvalScore> scores, double falsePositives)
    {
        var (ham, spam) = (Ascending(scores, isSpam: false), Ascending(scores, isSpam: true));
        if (ham.Length == 0 || spam.Length == 0)
        {
            return null;
        }

        var allowed = (int)(ham.Length * falsePositives);
        var missed = allowed >= ham.Length ? 0 : Array.FindLastIndex(spam, score => score <= ham[^(allowed + 1)]) + 1;
        return (double)missed / spam.Length;
    }

    private static double[] Ascending(IReadOnlyList<EvalScore> scores, bool isSpam)
    {
        var found = new double[scores.Count];
        var count = 0;
        foreach (var score in scores)
        {
            if (score.IsSpam == isSpam)
            {
                found[count++] = score.Score;
            }
        }

        Array.Resize(ref found, count);
        Array.Sort(found);
        return found;
    }
}
