namespace Mail.Spam;

/// <summary>
/// What training did with one message. Adding it to a model and taking it away again are exact opposites, in any order with other steps,
/// so a ledger that keeps message, features and step can undo any of them at any time.
/// </summary>
/// <param name="Times">How often the message was counted under <paramref name="Label"/>: 0 or more.</param>
/// <param name="Push">What was added to the weight of each of its features; positive for spam.</param>
public readonly record struct TrainingStep(SpamLabel Label, int Times, int Push);
