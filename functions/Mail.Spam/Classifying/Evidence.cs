using System.Runtime.CompilerServices;

namespace Mail.Spam;

/// <summary>What one model says of one message.</summary>
internal readonly struct Evidence
{
    // A count of n is taken for n + 0.0005: what was seen once, on one side only, speaks loudly, and the mean over all features keeps it in bounds.
    // LAB.md, "smoothing".
    private const double Smoothing = 0.0005;

    // What a feature that was never seen weighs in the mean, on neither side: what is new must not be judged by the little that is known of it.
    // LAB.md, "unknown features".
    private const double UnknownWeight = 10;

    // LAB.md, "weight of the mean".
    private const double MeanScale = 2;

    // Logarithms of the counts that nearly all features have.
    private const int TableSize = 1024;

    // One-sided training says nothing of rates: with 5 messages of the rarer class their word counts half.
    private const double HalfTrust = 5;

    private static readonly double[] Logarithms = MakeLogarithms();

    // Who trained four spam for each ham leans to spam, and the other way round: log odds of ln 4 are taken off again. LAB.md, "imbalance".
    private readonly double _offset;

    private Evidence(double linear, double mean, double offset, double trust, double familiarity)
    {
        Linear = linear;
        Mean = mean;
        Trust = trust;
        Familiarity = familiarity;
        _offset = offset;
    }

    /// <summary>Sum of the weights of single features over the root of their number: a log odds, as learning from mistakes made it.</summary>
    public double Linear { get; }

    /// <summary>
    /// Mean over the features of the logarithm of how much more often they are in spam than in ham. Each weighs the square of its logarithm:
    /// most features are on neither side, and many of them say no more than one.
    /// </summary>
    public double Mean { get; }

    /// <summary>0..1: what <see cref="Mean"/> is worth after so much training.</summary>
    public double Trust { get; }

    /// <summary>
    /// 0..1: the share of the message's single features that the model knows, to the power of 1.5. Of a message that is new to it a model says little, and the
    /// ham that looks worst is of that kind. LAB.md, "familiarity".
    /// </summary>
    public double Familiarity { get; }

    /// <param name="maxLinear">The most that <see cref="Linear"/> may say for either side.</param>
    public double LogOdds(double maxLinear) =>
        Familiarity * ((maxLinear * Math.Tanh(Linear / maxLinear)) + (Trust * ((MeanScale * Mean) + _offset)));

    public static Evidence Of(ReadOnlySpan<ulong> features, ReadOnlySpan<TokenCount> counts, ITokenCounts model)
    {
        var offset = Logarithm(model.HamMessages) - Logarithm(model.SpamMessages);
        var (weights, singles, known, sum, weight) = (0L, 0, 0, 0.0, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            ref readonly var count = ref counts[i];
            weights += count.Weight;
            var single = FeatureHash.IsPair(features[i]) ? 0 : 1;
            singles += single;
            if ((count.Ham | count.Spam) == 0)
            {
                weight += UnknownWeight;
                continue;
            }

            known += single;
            var ratio = Logarithm(count.Spam) - Logarithm(count.Ham) + offset;
            weight += ratio * ratio;
            sum += ratio * ratio * ratio;
        }

        var rarer = Math.Min(model.HamMessages, model.SpamMessages);
        return new Evidence(
            singles == 0 ? 0 : weights / (TrainingStep.Unit * Math.Sqrt(singles)),
            weight == 0 ? 0 : sum / weight,
            offset,
            rarer / (rarer + HalfTrust),
            FamiliarityOf(known, singles));
    }

    private static double FamiliarityOf(int known, int singles)
    {
        var share = singles == 0 ? 0 : (double)known / singles;
        return share * Math.Sqrt(share);
    }

    /// <summary>How much more often than in ham a feature is in spam: the logarithm.</summary>
    public double Ratio(TokenCount count) => (count.Ham | count.Spam) == 0 ? 0 : Logarithm(count.Spam) - Logarithm(count.Ham) + _offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Logarithm(int count) => (uint)count < TableSize ? Logarithms[count] : Math.Log(count + Smoothing);

    private static double[] MakeLogarithms()
    {
        var logarithms = new double[TableSize];
        for (var i = 0; i < logarithms.Length; i++)
        {
            logarithms[i] = Math.Log(i + Smoothing);
        }

        return logarithms;
    }
}
