using System.Globalization;
using Mail.Core;

namespace Mail.Testing;

/// <summary>The training ledger in dictionaries.</summary>
public sealed class InMemoryTrainingLedger(StorageFaults? parentFaults = null) : ITrainingLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ModelOwner, Books> _books = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<LedgerEntry?> FindAsync(ModelOwner owner, MessageKey key, CancellationToken cancellationToken) =>
        Locked(() => Of(owner).Ledger.GetValueOrDefault(key.ToString()), cancellationToken);

    public IAsyncEnumerable<LedgerLabel> ListAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        List(() => Of(owner).Ledger.Values.Select(e => new LedgerLabel(e.Key, e.Counted.As, e.By, e.Source, e.TrainedAt, e.IsAged)), cancellationToken);

    public IAsyncEnumerable<LedgerEntry> ReadAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        List(() => Of(owner).Ledger.Values, cancellationToken);

    public ValueTask<bool> TryAppendAsync(ModelOwner owner, IReadOnlyList<TrainingChange> changes, CancellationToken cancellationToken)
    {
        ITrainingLedger.ThrowIfTooMany(changes);
        return Locked(
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

    public ValueTask<long> HeadAsync(ModelOwner owner, CancellationToken cancellationToken) => Locked(() => Of(owner).Head, cancellationToken);

    public IAsyncEnumerable<JournalEntry> JournalAsync(ModelOwner owner, long after, CancellationToken cancellationToken) =>
        List(() => Of(owner).Journal.Values.Where(entry => entry.Sequence > after), cancellationToken);

    public async ValueTask TrimAsync(ModelOwner owner, long through, CancellationToken cancellationToken) => await Locked(
        () => Of(owner).Journal.Keys.Where(sequence => sequence <= through).ToList().Count(Of(owner).Journal.Remove), cancellationToken);

    public async ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken) => await Locked(() => _books.Remove(owner), cancellationToken);

    private Books Of(ModelOwner owner)
    {
        if (!_books.TryGetValue(owner, out var books))
        {
            _books[owner] = books = new Books();
        }

        return books;
    }

    private IAsyncEnumerable<T> List<T>(Func<IEnumerable<T>> rows, CancellationToken cancellationToken) => Faults.List<T>(
        () =>
        {
            lock (_gate)
            {
                return [.. rows()];
            }
        },
        cancellationToken);

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) => Faults.RunAsync(
        () =>
        {
            lock (_gate)
            {
                return operation();
            }
        },
        cancellationToken);

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
