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

    // Features for which there is room from the beginning, at most.
    private const int MaxRoom = 1 << 20;

    // Always the same: the order of the passes must not depend on the run.
    private const int Seed = 20070712;

    /// <returns>The step of each message, in their order, to be added to an empty model or to one that knows nothing of them.</returns>
    public static TrainingStep[] Plan(IReadOnlyList<LabelledTokens> messages)
    {
        var table = NewTable(messages);
        return Plan(messages, messages.Select(message => NumberSingles(message.Tokens, table)).ToArray(), table.Count);
    }

    /// <summary>Learns the same into a model that has learnt nothing else, for less.</summary>
    public static ModelCounts Train(IReadOnlyList<LabelledTokens> messages)
    {
        var table = NewTable(messages);
        var all = messages.Select(message => Number(message.Tokens, table)).ToArray();
        var singles = all.Select((numbers, i) => SinglesOf(messages[i].Tokens, numbers)).ToArray();
        var steps = Plan(messages, singles, table.Count);
        var model = new ModelCounts(table);
        for (var i = 0; i < steps.Length; i++)
        {
            model.Add(messages[i].Tokens, all[i], steps[i]);
        }

        return model;
    }

    /// <summary>With room for as many features as there are at least in mail that is all alike, so that it need not grow from nothing.</summary>
    private static FeatureTable NewTable(IReadOnlyList<LabelledTokens> messages)
    {
        var tokens = 0L;
        foreach (var message in messages)
        {
            tokens += message.Tokens.Count;
        }

        return new FeatureTable((int)Math.Min(tokens / 16, MaxRoom));
    }

    /// <param name="singles">Of each message the numbers of its single features, so that passing over it again needs no look-ups.</param>
    private static TrainingStep[] Plan(IReadOnlyList<LabelledTokens> messages, int[][] singles, int features)
    {
        var (shared, weights) = ShareOut(singles, features);
        var pushes = new int[messages.Count];
        var order = new int[messages.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var random = new Random(Seed);
        for (var pass = 0; pass < Passes; pass++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                // A feature that no other message has weighs what this one was pushed by so far.
                var alone = singles[i].Length - shared[i].Length;
                var sum = SumOf(weights, shared[i]) + ((long)alone * pushes[i]);
                var push = Trainer.PushOf(messages[i].Label, LogOdds(sum, singles[i].Length), singles[i].Length, Rate);
                if (push == 0)
                {
                    continue;
                }

                pushes[i] += push;
                foreach (var feature in shared[i])
                {
                    weights[feature] += push;
                }
            }
        }

        var steps = new TrainingStep[pushes.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = new TrainingStep(messages[i].Label, Times: 1, pushes[i]);
        }

        return steps;
    }

    /// <summary>Most features are in one message only. Without them the weights are few enough for a processor's caches. LAB.md, "alone".</summary>
    /// <returns>Of each message those features that another one has, too, numbered anew; and a weight of zero for each.</returns>
    private static (int[][] Shared, int[] Weights) ShareOut(int[][] singles, int features)
    {
        // 0 not seen, -1 once, else its new number plus one.
        var numbers = new int[features];
        var count = 0;
        foreach (var own in singles)
        {
            foreach (var feature in own)
            {
                ref var number = ref numbers[feature];
                number = number == 0 ? -1 : number < 0 ? ++count : number;
            }
        }

        var shared = new int[singles.Length][];
        for (var i = 0; i < singles.Length; i++)
        {
            shared[i] = SharedOf(singles[i], numbers);
        }

        return (shared, new int[count]);
    }

    private static int[] SharedOf(int[] singles, int[] numbers)
    {
        var rented = ArrayPool<int>.Shared.Rent(singles.Length);
        var next = 0;
        foreach (var feature in singles)
        {
            // Without a branch, for they alternate as they like.
            var number = numbers[feature];
            rented[next] = number - 1;
            next += number > 0 ? 1 : 0;
        }

        var shared = rented.AsSpan(0, next).ToArray();
        ArrayPool<int>.Shared.Return(rented);
        return shared;
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
        var rented = ArrayPool<int>.Shared.Rent(numbers.Length);
        var features = tokens.Features;
        var next = 0;
        for (var i = 0; i < features.Length; i++)
        {
            // Without a branch, for they alternate as they like.
            rented[next] = numbers[i];
            next += FeatureHash.IfSingle(features[i], 1);
        }

        var singles = rented.AsSpan(0, next).ToArray();
        ArrayPool<int>.Shared.Return(rented);
        return singles;
    }

    private static long SumOf(int[] weights, int[] features)
    {
        var sum = 0L;
        foreach (var feature in features)
        {
            sum += weights[feature];
        }

        return sum;
    }

    private static double LogOdds(long sum, int singles) => sum / (TrainingStep.Unit * Math.Sqrt(Math.Max(singles, 1)));
}
