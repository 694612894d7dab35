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

    private ModelCounts Train(IReadOnlyList<EvalMessage> training)
    {
        var messages = training.Select(message => (Read(message), message.Label)).ToList();
        var steps = BatchTrainer.Plan(messages);
        var model = new ModelCounts();
        for (var i = 0; i < steps.Length; i++)
        {
            model.Add(messages[i].Item1, steps[i]);
        }

        return model;
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

    private TokenList Read(EvalMessage message)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Tokenizer.Tokenize(_file.Read(message.Path));
    }

    /// <summary>As it would be loaded: what is measured is what runs.</summary>
    private static ModelSnapshot Snapshot(ModelCounts model)
    {
        using var file = new MemoryStream();
        model.WriteTo(file);
        return ModelSnapshot.Load(file.GetBuffer().AsSpan(0, (int)file.Length));
    }
}
