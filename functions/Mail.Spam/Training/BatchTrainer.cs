namespace Mail.Spam;

/// <summary>
/// Learns many messages at once: passes over them several times, in an order of its own, so that it does not matter how they are sorted
/// (a folder of ham and then one of spam is the worst order to learn from).
/// </summary>
public static class BatchTrainer
{
    // LAB.md, "passes": 1, 3, 5, 8 and 20 at 2, 5 and 6.
    private const int Passes = 5;
    private const double Rate = 5;

    /// <returns>The step of each message, in their order, to be added to an empty model or to one that knows nothing of them.</returns>
    public static TrainingStep[] Plan(IReadOnlyList<(TokenList Tokens, SpamLabel Label)> messages)
    {
        var features = new FeatureIndex();
        var singles = messages.Select(message => features.Singles(message.Tokens)).ToArray();
        var weights = new int[features.Count];
        var pushes = new int[messages.Count];
        foreach (var i in Order(messages.Count, Passes))
        {
            var push = Trainer.PushOf(messages[i].Label, LogOdds(weights, singles[i]), singles[i].Length, Rate);
            pushes[i] += push;
            foreach (var feature in singles[i])
            {
                weights[feature] += push;
            }
        }

        return [.. messages.Select((message, i) => new TrainingStep(message.Label, Times: 1, pushes[i]))];
    }

    private static double LogOdds(int[] weights, int[] singles)
    {
        var sum = 0L;
        foreach (var feature in singles)
        {
            sum += weights[feature];
        }

        return sum / (TrainingStep.Unit * Math.Sqrt(Math.Max(singles.Length, 1)));
    }

    /// <summary>Each message once in every pass, shuffled; the same for the same number of messages.</summary>
    private static IEnumerable<int> Order(int count, int passes)
    {
        // A seed that is always the same: the order must not depend on the run.
        var random = new Random(20070712);
        var order = Enumerable.Range(0, count).ToArray();
        for (var pass = 0; pass < passes; pass++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                yield return i;
            }
        }
    }
}
