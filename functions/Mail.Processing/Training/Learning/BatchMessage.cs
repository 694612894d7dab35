using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>A message that is learnt together with others.</summary>
public sealed record BatchMessage(MessageKey Key, TokenList Tokens, TrainedAs As)
{
    /// <summary>
    /// How each of them is counted: the same messages give the same counts, in whatever order, and in however many calls of <see cref="BatchTraining"/> they come.
    /// <c>mailctl spam eval</c> measures just this.
    /// </summary>
    /// <param name="messages">Of different keys.</param>
    public static IReadOnlyList<(BatchMessage Message, TrainingStep Step)> Plan(IEnumerable<BatchMessage> messages)
    {
        var ordered = Order(messages);
        return [.. ordered.Zip(BatchTrainer.Plan(ToLabelled(ordered)))];
    }

    /// <summary>The counts of those alone; for who wants no steps to undo.</summary>
    /// <param name="messages">Of different keys.</param>
    public static ModelCounts Count(IEnumerable<BatchMessage> messages) => BatchTrainer.Train(ToLabelled(Order(messages)));

    private static List<BatchMessage> Order(IEnumerable<BatchMessage> messages) =>
        [.. messages.OrderBy(message => message.Key.ToString(), StringComparer.Ordinal)];

    private static List<LabelledTokens> ToLabelled(List<BatchMessage> messages) =>
        [.. messages.Select(message => new LabelledTokens(message.Tokens, message.As.ToLabel()))];
}
