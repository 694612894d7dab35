namespace Mail.Spam;

/// <summary>Where the classes begin: ham &lt; <paramref name="Unsure"/> ≤ unsure &lt; <paramref name="Spam"/> ≤ spam.</summary>
/// <param name="Unsure">0..1, not above <paramref name="Spam"/>.</param>
/// <param name="Spam">0..1.</param>
public sealed record SpamThresholds(double Unsure, double Spam)
{
    /// <summary>Ham is what has no more evidence for spam than chance gives. What ham of the corpora lies above the other: LAB.md, "Calibration".</summary>
    public static SpamThresholds Default { get; } = new(Unsure: 0.53, Spam: 0.9);

    /// <summary>Both lie within 0..1, in order.</summary>
    public bool IsValid => Unsure >= 0 && Unsure <= Spam && Spam <= 1;

    /// <param name="score">0..1, as of <see cref="SpamVerdict.Score"/>.</param>
    public SpamClass ClassOf(double score) =>
        score >= Spam ? SpamClass.Spam
        : score >= Unsure ? SpamClass.Unsure
        : SpamClass.Ham;
}
