namespace Mail.Spam;

/// <summary>
/// What training did with one message. Adding it to a model and taking it away again are exact opposites, in any order with other steps,
/// so a ledger that keeps message, features and step can undo any of them at any time.
/// </summary>
/// <param name="Times">How often the message was counted under <paramref name="Label"/>: 0 or more.</param>
/// <param name="Push">What was added to the weight of each of its single features, in units of 1/<see cref="Unit"/>; positive for spam.</param>
public readonly record struct TrainingStep(SpamLabel Label, int Times, int Push)
{
    /// <summary>
    /// The grain of pushes: steps of a gradient are rounded to whole numbers, which add up and cancel exactly. The smallest that matters, of a long message that was
    /// nearly right, is some 10 units; a word that pushed 10,000 messages all the way stays below 2^30.
    /// </summary>
    public const int Unit = 4096;
}
