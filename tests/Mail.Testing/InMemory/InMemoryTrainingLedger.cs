using System.Globalization;
using Mail.Core;

namespace Mail.Testing;

/// <summary>The training ledger in dictionaries.</summary>
public sealed class InMemoryTrainingLedger(StorageFaults? parentFaults = null) : ITrainingLedger
{
    private readonly InMemoryGate _gate = new(parentFaults);
    private readonly Dictionary<ModelOwner, Books> _books = [];

    public StorageFaults Faults => _gate.Faults;

    public ValueTask<LedgerEntry?> FindAsync(ModelOwner owner, MessageKey key, CancellationToken cancellationToken) =>
        _gate.RunAsync(() => Of(owner).Ledger.GetValueOrDefault(key.ToString()), cancellationToken);

    public IAsyncEnumerable<LedgerLabel> ListAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        _gate.List(() => Of(owner).Ledger.Values.Select(e => new LedgerLabel(e.Key, e.Counted.As, e.By, e.Source, e.TrainedAt, e.IsAged)), cancellationToken);

    public IAsyncEnumerable<LedgerEntry> ReadAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        _gate.List(() => Of(owner).Ledger.Values, cancellationToken);

    public ValueTask<bool> TryAppendAsync(ModelOwner owner, IReadOnlyList<TrainingChange> changes, CancellationToken cancellationToken)
    {
        ITrainingLedger.ThrowIfTooMany(changes);
        return _gate.RunAsync(
            () =>
            {
                var books = Of(owner);
                if (changes.Any(change => books.Ledger.GetValueOrDefault(change.Key.ToString())?.Version != change.From?.Version))
                {
                    return false;
                }

                foreach (var change in changes)
                {
                    books.Append(change);
                }

                return true;
            },
            cancellationToken);
    }

    public ValueTask<long> HeadAsync(ModelOwner owner, CancellationToken cancellationToken) => _gate.RunAsync(() => Of(owner).Head, cancellationToken);

    public IAsyncEnumerable<JournalEntry> JournalAsync(ModelOwner owner, long after, CancellationToken cancellationToken) =>
        _gate.List(() => Of(owner).Journal.Values.Where(entry => entry.Sequence > after), cancellationToken);

    public async ValueTask TrimAsync(ModelOwner owner, long through, CancellationToken cancellationToken) => await _gate.RunAsync(
        () => Of(owner).Journal.Keys.Where(sequence => sequence <= through).ToList().Count(Of(owner).Journal.Remove), cancellationToken);

    public async ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken) => await _gate.RunAsync(() => _books.Remove(owner), cancellationToken);

    private Books Of(ModelOwner owner)
    {
        if (!_books.TryGetValue(owner, out var books))
        {
            _books[owner] = books = new Books();
        }

        return books;
    }

    private sealed class Books
    {
        public long Head { get; private set; }

        public SortedDictionary<string, LedgerEntry> Ledger { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<long, JournalEntry> Journal { get; } = [];

        public void Append(TrainingChange change)
        {
            Head++;
            Journal[Head] = new JournalEntry(Head, change.Key, change.From?.Counted, change.To);
            if (change.To is not { } to)
            {
                Ledger.Remove(change.Key.ToString());
                return;
            }

            Ledger[change.Key.ToString()] = new LedgerEntry
            {
                Key = change.Key,
                Counted = to with { Features = to.Features.ToArray() },
                Sequence = Head,
                TrainedAt = change.At,
                By = change.By,
                Source = change.Source,
                IsBatch = change.IsBatch,
                IsAged = change.IsAged,
                Version = Head.ToString(CultureInfo.InvariantCulture),
            };
        }
    }
}
