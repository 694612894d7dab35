using System.Globalization;

namespace Mail.Sieve.Procmail;

/// <summary>
/// Weighted scoring, procmailsc(5): a recipe matches when the weights of its conditions add up to more than nothing. Sieve cannot add, so the
/// weights become lengths of strings: one for what speaks for it, one for what speaks against it.
/// </summary>
internal static class RcScore
{
    // procmailsc(5): where a weight decides by itself.
    private const double Decisive = 2147483647;

    // RFC 5229 §6 has implementations take 4000 octets in a variable.
    private const int LongestSum = 4000;

    private const string For = "score_for";
    private const string Against = "score_against";

    /// <returns>What adds up, and the test of the sum; or the reason why there is none.</returns>
    public static (IReadOnlyList<SieveCommand> Commands, SieveTest? Test, string? Problem) Convert(IReadOnlyList<RcConditionResult> conditions)
    {
        if (conditions.Any(condition => condition.Exponent != 0 && !IsOnce(condition)))
        {
            return ([], null, "Sieve cannot count how often a pattern matches, or how large a message is: only weights of the form w^0 are converted");
        }

        var decisive = conditions.Where(condition => condition.Weight >= Decisive).Select(condition => condition.Pattern.Test!).ToList();
        var forbidding = conditions.Where(condition => condition.Weight <= -Decisive).Select(condition => condition.Pattern.Test!).ToList();
        var counted = conditions.Where(condition => condition.Weight is > -Decisive and < Decisive and not 0).ToList();
        if (Reduce(counted) is not { } weights)
        {
            return ([], null, "the weights are too far apart to be added up");
        }

        var (commands, sum) = Sum(counted, weights);
        return (commands, SieveTest.AllOf([SieveTest.NotOf(SieveTest.AnyOf(forbidding)), SieveTest.AnyOf([.. decisive, sum])]), null);
    }

    /// <summary>A pattern that must not be found is found missing at most once.</summary>
    private static bool IsOnce(RcConditionResult condition) => condition.Pattern.Test is SieveTest.Not or SieveTest.Leaf { Text: "true" or "false" };

    private static (IReadOnlyList<SieveCommand> Commands, SieveTest Test) Sum(List<RcConditionResult> conditions, int[] weights)
    {
        if (weights.All(weight => weight > 0))
        {
            return ([], SieveTest.AnyOf(conditions.Select(condition => condition.Pattern.Test!)));
        }

        List<SieveCommand> commands = [SieveCommands.Set(For, ""), SieveCommands.Set(Against, "")];
        for (var i = 0; i < weights.Length; i++)
        {
            var name = weights[i] > 0 ? For : Against;
            var add = SieveCommands.Set(name, ImportText.Variable(name) + new string('x', Math.Abs(weights[i])));
            commands.Add(conditions[i].Pattern.Test == SieveTest.True ? add : new SieveCommand.Branch([new SieveArm(conditions[i].Pattern.Test, [add])]));
        }

        foreach (var name in new[] { For, Against })
        {
            commands.Add(SieveCommand.Of($"set :length {ImportText.Quote(name)} {ImportText.Quote(ImportText.Variable(name))};"));
        }

        return (commands, SieveTest.Of(
            $"string :value \"gt\" :comparator \"i;ascii-numeric\" {ImportText.Quote(ImportText.Variable(For))} {ImportText.Quote(ImportText.Variable(Against))}"));
    }

    /// <summary>The weights as the smallest whole numbers; <c>null</c> when their sums would be too long.</summary>
    private static int[]? Reduce(List<RcConditionResult> conditions)
    {
        // Three decimals are more than people write.
        var thousandths = conditions.Select(condition => (long)Math.Round(condition.Weight!.Value * 1000)).ToList();
        var divisor = thousandths.Aggregate(0L, (all, weight) => Divisor(all, Math.Abs(weight)));
        if (divisor == 0)
        {
            return [];
        }

        var reduced = thousandths.ConvertAll(weight => weight / divisor);
        return Math.Max(reduced.Where(weight => weight > 0).Sum(), -reduced.Where(weight => weight < 0).Sum()) > LongestSum
            ? null
            : [.. reduced.Select(weight => System.Convert.ToInt32(weight, CultureInfo.InvariantCulture))];
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);
}
