using Mail.Spam;

namespace Mail.Fuzz.Targets;

/// <summary>A message to the spam filter: its features, its score, learnt and unlearnt.</summary>
internal sealed class SpamTarget : IFuzzTarget
{
    private readonly ModelCounts _model = new();
    private readonly byte[] _empty;

    public SpamTarget() => _empty = Bytes(_model);

    public string Name => "spam";

    public void Run(ReadOnlySpan<byte> input)
    {
        var tokens = Tokenizer.Tokenize(input);
        BrokenPromiseException.Unless(tokens.Count <= TokenizerLimits.MaxFeatures, "features are limited");
        BrokenPromiseException.Unless(TokenList.FromBytes(tokens.ToBytes()) is { } read && read.Features.SequenceEqual(tokens.Features), "features are distinct");
        var withTexts = Tokenizer.Tokenize(input, keepTexts: true);
        BrokenPromiseException.Unless(withTexts.Features.SequenceEqual(tokens.Features), "a message always has the same features");
        Learn(withTexts);
    }

    private void Learn(TokenList tokens)
    {
        var step = Trainer.Plan(tokens, SpamLabel.Spam, _model);
        _model.Add(tokens, step);
        var verdict = Classifier.Classify(tokens, _model, _model, clues: 10);
        BrokenPromiseException.Unless(verdict.Score is >= 0 and <= 1, "a score is between 0 and 1");
        BrokenPromiseException.Unless(verdict.Clues.All(clue => clue.Probability is >= 0 and <= 1), "so are its clues");
        _model.Remove(tokens, step);
        BrokenPromiseException.Unless(_model.Tokens == 0 && Bytes(_model).AsSpan().SequenceEqual(_empty), "unlearning leaves no trace");
    }

    private static byte[] Bytes(ModelCounts model)
    {
        using var file = new MemoryStream();
        model.WriteTo(file);
        return file.ToArray();
    }
}
