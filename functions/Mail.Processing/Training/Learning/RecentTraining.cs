using System.Collections.Concurrent;
using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>
/// What was trained in this process and is not in the models yet. A user who moves a hundred messages trains them within seconds: each is planned by what the others
/// have taught, one after the other for each owner, or all would push as far as the first and weights go far beyond what any message needs.
/// </summary>
internal sealed class RecentTraining(TimeProvider time)
{
    /// <summary>A compaction is due after 5 s, and its model known within 8 more: what is older than this is in the models, also when both are late.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ModelOwner, Turn> _turns = new();

    /// <summary>Waits for the owner's turn, which is given back by disposing it.</summary>
    /// <param name="model">The owner's, as it is known now.</param>
    public async Task<Turn> TakeAsync(ModelOwner owner, ITokenCounts model, CancellationToken cancellationToken)
    {
        foreach (var (other, _) in _turns.Where(pair => time.GetElapsedTime(pair.Value.UsedAt) > Kept))
        {
            _turns.TryRemove(other, out _);
        }

        var turn = _turns.GetOrAdd(owner, _ => new Turn(model, time));
        await turn.WaitAsync(cancellationToken);
        return turn;
    }

    /// <summary>A model and the steps since.</summary>
    internal sealed class Turn(ITokenCounts model, TimeProvider time) : ITokenCounts, IDisposable
    {
        private readonly SemaphoreSlim _gate = new(1);
        private readonly ModelCounts _since = new();

        public long UsedAt { get; private set; } = time.GetTimestamp();

        public int HamMessages => Math.Max(0, model.HamMessages + _since.HamMessages);

        public int SpamMessages => Math.Max(0, model.SpamMessages + _since.SpamMessages);

        public void Find(ReadOnlySpan<ulong> features, Span<TokenCount> counts)
        {
            model.Find(features, counts);
            var since = new TokenCount[features.Length];
            _since.Find(features, since);
            for (var i = 0; i < since.Length; i++)
            {
                var (ham, spam, weight) = counts[i] + since[i];
                counts[i] = new TokenCount(Math.Max(0, ham), Math.Max(0, spam), weight);
            }
        }

        public void Add(TrainingChange change)
        {
            Add(change.From?.Counted, sign: -1);
            Add(change.To, sign: 1);
        }

        public Task WaitAsync(CancellationToken cancellationToken)
        {
            UsedAt = time.GetTimestamp();
            return _gate.WaitAsync(cancellationToken);
        }

        public void Dispose()
        {
            UsedAt = time.GetTimestamp();
            _gate.Release();
        }

        private void Add(CountedMessage? counted, int sign)
        {
            if (counted is not null && TokenList.FromBytes(counted.Features.Span) is { } tokens)
            {
                _since.Add(tokens, new TrainingStep(counted.As.ToLabel(), sign * counted.Times, sign * counted.Push));
            }
        }
    }
}
