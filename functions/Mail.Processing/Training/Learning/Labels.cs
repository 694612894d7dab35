using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>The words of the ledger in those of the filter, which may not know of each other.</summary>
internal static class Labels
{
    public static SpamLabel ToLabel(this TrainedAs trainedAs) => trainedAs == TrainedAs.Spam ? SpamLabel.Spam : SpamLabel.Ham;

    public static CountedMessage Count(this TrainingStep step, TokenList tokens) =>
        new(step.Label == SpamLabel.Spam ? TrainedAs.Spam : TrainedAs.Ham, step.Times, step.Push, tokens.ToBytes());
}
