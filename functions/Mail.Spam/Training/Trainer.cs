namespace Mail.Spam;

/// <summary>Says how a message is to be learnt. The step is carried out by <see cref="ModelCounts.Add(TokenList, TrainingStep)"/>, and kept to undo it.</summary>
public static class Trainer
{
    /// <param name="model">What the step is to be added to.</param>
    /// <param name="site">When <paramref name="model"/> is an account's: what everybody's mail taught.</param>
    public static TrainingStep Plan(TokenList tokens, SpamLabel label, ITokenCounts model, ITokenCounts? site = null) =>
        new(label, Times: 1, Push: 0);
}
