namespace Mail.Spam;

/// <summary>Counts that change. Not for use by several threads at once.</summary>
public sealed class ModelCounts : ITokenCounts
{
    private readonly CountTable _table;

    public ModelCounts(int expectedTokens = 0) => _table = new CountTable(expectedTokens);

    /// <param name="features">Those that will be counted first.</param>
    internal ModelCounts(FeatureTable features) => _table = new CountTable(features);

    public int HamMessages { get; private set; }

    public int SpamMessages { get; private set; }

    /// <summary>Features that are known.</summary>
    public int Tokens => _table.Count;

    /// <summary>Features for which there is room at present.</summary>
    internal int Room => _table.Room;

    public void Find(ReadOnlySpan<ulong> features, Span<TokenCount> counts) => _table.Find(features, counts);

    /// <summary>Learns what a training step says of a message.</summary>
    public void Add(TokenList tokens, TrainingStep step) => Apply(tokens, step, sign: 1);

    /// <param name="numbers">Of the message's features, in the table that this model was made with.</param>
    internal void Add(TokenList tokens, ReadOnlySpan<int> numbers, TrainingStep step) => _table.Add(tokens.Features, numbers, Count(step, sign: 1));

    /// <summary>Unlearns a step exactly: the counts are then what they would be without it.</summary>
    /// <exception cref="InvalidOperationException">More is taken away than was ever added: the step is not one of this model. Nothing has changed.</exception>
    public void Remove(TokenList tokens, TrainingStep step)
    {
        CheckRemoval(tokens, step);
        Apply(tokens, step, sign: -1);
    }

    /// <summary>Learns a message that is counted once, with no push.</summary>
    public void Add(TokenList tokens, SpamLabel label) => Add(tokens, new TrainingStep(label, Times: 1, Push: 0));

    /// <summary>Unlearns a message that was counted once, with no push.</summary>
    /// <exception cref="InvalidOperationException">The message is not in the counts. Nothing has changed.</exception>
    public void Remove(TokenList tokens, SpamLabel label) => Remove(tokens, new TrainingStep(label, Times: 1, Push: 0));

    /// <summary>Adds all of another model.</summary>
    public void Add(ModelSnapshot other)
    {
        HamMessages += other.HamMessages;
        SpamMessages += other.SpamMessages;
        _table.Add(other.Features, other.Counts);
    }

    /// <summary>Writes a snapshot. The same counts give the same octets, whatever way led to them.</summary>
    public void WriteTo(Stream output)
    {
        var (features, counts) = _table.ToSorted();
        SnapshotWriter.Write(output, HamMessages, SpamMessages, features, counts);
    }

    /// <summary>
    /// Ageing: forgets those features that only this message has, which are most of a model and, after a year, of no use. What is left of the message can
    /// still be unlearnt exactly.
    /// </summary>
    /// <param name="step">The one that the message was learnt by.</param>
    /// <returns>What the ledger is to keep of the message from now on, in place of <paramref name="tokens"/>.</returns>
    public TokenList Forget(TokenList tokens, TrainingStep step)
    {
        var alone = step.Label == SpamLabel.Ham ? new TokenCount(step.Times, 0, step.Push) : new TokenCount(0, step.Times, step.Push);
        var counts = new TokenCount[tokens.Count];
        Find(tokens.Features, counts);
        var kept = new List<ulong>(tokens.Count);
        for (var i = 0; i < counts.Length; i++)
        {
            var feature = tokens.Features[i];
            var own = FeatureHash.IsPair(feature) ? alone with { Weight = 0 } : alone;
            if (step.Times == 0 || counts[i] != own)
            {
                kept.Add(feature);
            }
            else
            {
                _table.Add([feature], [new TokenCount(-own.Ham, -own.Spam, -own.Weight)]);
            }
        }

        return new TokenList([.. kept], texts: null);
    }

    private void Apply(TokenList tokens, TrainingStep step, int sign) => _table.Add(tokens.Features, Count(step, sign));

    /// <returns>What is to be added to each feature.</returns>
    private TokenCount Count(TrainingStep step, int sign)
    {
        var (times, push) = (sign * step.Times, sign * step.Push);
        var change = step.Label == SpamLabel.Ham ? new TokenCount(times, 0, push) : new TokenCount(0, times, push);
        HamMessages += change.Ham;
        SpamMessages += change.Spam;
        return change;
    }

    private void CheckRemoval(TokenList tokens, TrainingStep step)
    {
        var counts = new TokenCount[tokens.Count];
        Find(tokens.Features, counts);
        var isHam = step.Label == SpamLabel.Ham;
        var fits = (isHam ? HamMessages : SpamMessages) >= step.Times
            && Array.TrueForAll(counts, c => (isHam ? c.Ham : c.Spam) >= step.Times);
        if (!fits)
        {
            throw new InvalidOperationException("A message is unlearnt that was not learnt, or not with these features.");
        }
    }
}
