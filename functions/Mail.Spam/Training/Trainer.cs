using System.Buffers;

namespace Mail.Spam;

/// <summary>Says how a message is to be learnt. The step is carried out by <see cref="ModelCounts.Add(TokenList, TrainingStep)"/>, and kept to undo it.</summary>
public static class Trainer
{
    // By how much, in log odds, one message that was held for the opposite with certainty moves its own verdict.
    // LAB.md, "one pass": 5 learns too slowly from few mistakes, 15 as well as passing thrice.
    private const double Rate = 15;

    /// <param name="model">What the step is to be added to.</param>
    /// <param name="site">When <paramref name="model"/> is an account's: what everybody's mail taught, and need not be learnt again.</param>
    public static TrainingStep Plan(TokenList tokens, SpamLabel label, ITokenCounts model, ITokenCounts? site = null)
    {
        var rented = ArrayPool<TokenCount>.Shared.Rent(Math.Max(tokens.Count, 1));
        var counts = rented.AsSpan(0, tokens.Count);
        var evidence = Classifier.Look(tokens, model, counts);
        var logOdds = site is null ? evidence.Linear : Classifier.LogOdds(Classifier.Look(tokens, site, counts), evidence);
        ArrayPool<TokenCount>.Shared.Return(rented);
        return new TrainingStep(label, Times: 1, PushOf(label, logOdds, Singles(tokens), Rate));
    }

    /// <summary>One step of gradient descent, in whole units.</summary>
    internal static int PushOf(SpamLabel label, double logOdds, int singles, double rate)
    {
        var error = (label == SpamLabel.Spam ? 1 : 0) - (1 / (1 + Math.Exp(-logOdds)));
        return (int)Math.Round(rate * error * TrainingStep.Unit / Math.Sqrt(Math.Max(singles, 1)));
    }

    internal static int Singles(TokenList tokens)
    {
        var singles = 0;
        foreach (var feature in tokens.Features)
        {
            singles += FeatureHash.IfSingle(feature, 1);
        }

        return singles;
    }
}
