namespace Mail.Spam;

/// <summary>Which features a verdict came from.</summary>
internal static class ClueFinder
{
    // A clue that was seen once is not certain: as SpamBayes, an unknown word has probability 0.5 with the strength of 0.45 messages.
    private const double UnknownStrength = 0.45;

    /// <param name="accountCounts">Empty when there is no account.</param>
    public static IReadOnlyList<Clue> Find(
        TokenList tokens, ReadOnlySpan<TokenCount> siteCounts, Evidence site, ReadOnlySpan<TokenCount> accountCounts, Evidence account, int wanted)
    {
        var strengths = new double[tokens.Count];
        var order = new int[tokens.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            var accountRatio = accountCounts.IsEmpty ? 0 : (account.Trust * account.Ratio(accountCounts[i])) + PushOf(accountCounts[i]);
            strengths[i] = -Math.Abs((site.Trust * site.Ratio(siteCounts[i])) + PushOf(siteCounts[i]) + accountRatio);
        }

        // Ties by place, so that the same message has the same clues.
        Array.Sort(order, (a, b) => strengths[a].CompareTo(strengths[b]) is var c and not 0 ? c : a.CompareTo(b));
        var clues = new List<Clue>(Math.Min(wanted, order.Length));
        foreach (var i in order.AsSpan(0, Math.Min(wanted, order.Length)))
        {
            if (strengths[i] != 0)
            {
                clues.Add(ToClue(tokens, i, siteCounts[i], site, accountCounts.IsEmpty ? default : accountCounts[i], account));
            }
        }

        return clues;
    }

    private static double PushOf(TokenCount count) => (double)count.Weight / TrainingStep.Unit;

    private static Clue ToClue(TokenList tokens, int i, TokenCount siteCount, Evidence site, TokenCount accountCount, Evidence account)
    {
        var seen = siteCount + accountCount;
        double messages = seen.Ham + seen.Spam;
        var ratio = (site.Trust * site.Ratio(siteCount)) + PushOf(siteCount) + (account.Trust * account.Ratio(accountCount)) + PushOf(accountCount);
        var probability = ((UnknownStrength * 0.5) + (messages / (1 + Math.Exp(-ratio)))) / (UnknownStrength + messages);
        return new Clue(tokens.TextOf(tokens.Features[i]), probability, seen.Ham, seen.Spam);
    }
}
