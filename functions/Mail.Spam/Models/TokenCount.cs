namespace Mail.Spam;

/// <summary>What a model knows of one feature.</summary>
/// <param name="Ham">Trained ham messages that have it, ≥ 0.</param>
/// <param name="Spam">Trained spam messages that have it, ≥ 0.</param>
/// <param name="Weight">Sum of the pushes of the training steps whose messages have it; positive speaks for spam. See <see cref="TrainingStep.Push"/>.</param>
public readonly record struct TokenCount(int Ham, int Spam, int Weight)
{
    public bool IsZero => (Ham | Spam | Weight) == 0;

    public static TokenCount operator +(TokenCount left, TokenCount right) =>
        new(left.Ham + right.Ham, left.Spam + right.Spam, left.Weight + right.Weight);
}
