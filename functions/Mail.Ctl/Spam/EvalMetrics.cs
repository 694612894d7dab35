namespace Mail.Ctl;

/// <summary>Figures of the TREC spam track (Cormack and Lynam, 2005) over scored messages.</summary>
internal static class EvalMetrics
{
    /// <summary>How often, of a ham and a spam, the ham has the higher score: 1 - area under the ROC curve. Equal scores count half.</summary>
    /// <returns>0..1; <c>null</c> when one of the classes is missing.</returns>
    public static double? OneMinusRoca(IReadOnlyList<EvalScore> scores)
    {
        var sorted = scores.OrderByDescending(score => score.Score).ToList();
        double inverted = 0;
        long ham = 0;
        for (var i = 0; i < sorted.Count;)
        {
            var (end, hamHere, spamHere) = Run(sorted, i);
            inverted += spamHere * (ham + (hamHere / 2.0));
            ham += hamHere;
            i = end;
        }

        var spam = sorted.Count - ham;
        return ham == 0 || spam == 0 ? null : inverted / ((double)ham * spam);
    }

    /// <summary>The share of spam that is missed by the lowest threshold at which no more than a share of ham is taken for spam.</summary>
    /// <returns>0..1; <c>null</c> when one of the classes is missing.</returns>
    public static double? MissesAt(IReadOnlyList<EvalScore> scores, double falsePositives)
    {
        var ham = scores.Where(score => !score.IsSpam).Select(score => score.Score).OrderDescending().ToList();
        var spam = scores.Count - ham.Count;
        if (ham.Count == 0 || spam == 0)
        {
            return null;
        }

        var allowed = (int)(ham.Count * falsePositives);
        var missed = allowed >= ham.Count ? 0 : scores.Count(score => score.IsSpam && score.Score <= ham[allowed]);
        return (double)missed / spam;
    }

    /// <returns>Those of the same score as the one at <paramref name="start"/>: where they end, and how many are of each class.</returns>
    private static (int End, int Ham, int Spam) Run(List<EvalScore> sorted, int start)
    {
        var (end, ham, spam) = (start, 0, 0);
        for (; end < sorted.Count && sorted[end].Score.Equals(sorted[start].Score); end++)
        {
            (ham, spam) = sorted[end].IsSpam ? (ham, spam + 1) : (ham + 1, spam);
        }

        return (end, ham, spam);
    }
}
