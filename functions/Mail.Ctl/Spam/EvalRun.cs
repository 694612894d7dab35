using Mail.Core;
using Mail.Processing;
using Mail.Spam;

namespace Mail.Ctl;

/// <summary>Trains a model in memory and scores with it, on one thread.</summary>
internal sealed class EvalRun(TimeProvider time, CancellationToken cancellationToken)
{
    private readonly MessageFile _file = new();

    /// <exception cref="IOException">A message cannot be read.</exception>
    public EvalOutcome Run(IReadOnlyList<EvalMessage> training, IReadOnlyList<EvalMessage> test, bool isOnline)
    {
        var begun = time.GetTimestamp();
        var model = Train(training);
        var trained = time.GetTimestamp();
        var scores = isOnline ? test.Select(message => Online(message, model)).ToList() : Score(test, Snapshot(model));
        return new EvalOutcome(
            scores, training.Count, time.GetElapsedTime(begun, trained), time.GetElapsedTime(trained), model.Tokens);
    }

    /// <summary>As <c>mailctl spam train</c> does it: see <see cref="BatchTraining"/>.</summary>
    private ModelCounts Train(IReadOnlyList<EvalMessage> training)
    {
        var messages = new Dictionary<MessageKey, BatchMessage>(training.Count);
        foreach (var message in training)
        {
            var text = TrainingText.Read(Open(message));
            messages[text.Key] = new BatchMessage(text.Key, text.Tokens, message.Label == SpamLabel.Spam ? TrainedAs.Spam : TrainedAs.Ham);
        }

        return BatchMessage.Count(messages.Values);
    }

    private List<EvalScore> Score(IReadOnlyList<EvalMessage> test, ModelSnapshot model) =>
        [.. test.Select(message => new EvalScore(message, Classifier.Classify(Read(message), model).Score))];

    private EvalScore Online(EvalMessage message, ModelCounts model)
    {
        var tokens = Read(message);
        var score = new EvalScore(message, Classifier.Classify(tokens, model).Score);
        model.Add(tokens, Trainer.Plan(tokens, message.Label, model));
        return score;
    }

    private TokenList Read(EvalMessage message) => TrainingText.ReadTokens(Open(message));

    private ReadOnlySpan<byte> Open(EvalMessage message)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _file.Read(message.Path);
    }

    /// <summary>As it would be loaded: what is measured is what runs.</summary>
    private static ModelSnapshot Snapshot(ModelCounts model)
    {
        using var file = new MemoryStream();
        model.WriteTo(file);
        return ModelSnapshot.Load(file.GetBuffer().AsSpan(0, (int)file.Length));
    }
}
