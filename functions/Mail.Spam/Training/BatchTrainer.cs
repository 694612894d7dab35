using System.Buffers;

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
        var table = new FeatureTable(expected: 0);
        return Plan(messages, messages.Select(message => NumberSingles(message.Tokens, table)).ToArray(), table.Count);
    }

    /// <summary>Learns the same into a model that has learnt nothing else, for less.</summary>
    public static ModelCounts Train(IReadOnlyList<(TokenList Tokens, SpamLabel Label)> messages)
    {
        var table = new FeatureTable(expected: 0);
        var all = messages.Select(message => Number(message.Tokens, table)).ToArray();
        var singles = all.Select((numbers, i) => SinglesOf(messages[i].Tokens, numbers)).ToArray();
        var steps = Plan(messages, singles, table.Count);
        var model = new ModelCounts(table);
        for (var i = 0; i < steps.Length; i++)
        {
            model.Add(all[i], steps[i]);
        }

        return model;
    }

    /// <param name="singles">Of each message the numbers of its single features, so that passing over it again needs no look-ups.</param>
    private static TrainingStep[] Plan(IReadOnlyList<(TokenList Tokens, SpamLabel Label)> messages, int[][] singles, int features)
    {
        var weights = new int[features];
        var pushes = new int[messages.Count];
        foreach (var i in Order(messages.Count, Passes))
        {
            var own = singles[i];
            var push = Trainer.PushOf(messages[i].Label, LogOdds(weights, own), own.Length, Rate);
            pushes[i] += push;
            foreach (var feature in own)
            {
                weights[feature] += push;
            }
        }

        return [.. messages.Select((message, i) => new TrainingStep(message.Label, Times: 1, pushes[i]))];
    }

    private static int[] Number(TokenList tokens, FeatureTable table)
    {
        var numbers = new int[tokens.Count];
        table.Number(tokens.Features, numbers);
        return numbers;
    }

    private static int[] NumberSingles(TokenList tokens, FeatureTable table)
    {
        var numbers = new int[Trainer.Singles(tokens)];
        var singles = ArrayPool<ulong>.Shared.Rent(numbers.Length);
        var next = 0;
        foreach (var feature in tokens.Features)
        {
            if (!FeatureHash.IsPair(feature))
            {
                singles[next++] = feature;
            }
        }

        table.Number(singles.AsSpan(0, next), numbers);
        ArrayPool<ulong>.Shared.Return(singles);
        return numbers;
    }

    private static int[] SinglesOf(TokenList tokens, int[] numbers)
    {
        var singles = new int[Trainer.Singles(tokens)];
        var next = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!FeatureHash.IsPair(tokens.Features[i]))
            {
                singles[next++] = numbers[i];
            }
        }

        return singles;
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
