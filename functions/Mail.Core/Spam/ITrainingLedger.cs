namespace Mail.Core;

/// <summary>
/// What each owner has trained: the ledger says what a message counts as now, the journal lists the steps in their order until they are in a model. Both
/// change in one transaction, which moves the owner's head on: no step is lost, made twice, or seen out of order, whoever dies.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface ITrainingLedger
{
    /// <summary>How many steps one transaction takes at most: with the head, a hundred rows of two kinds.</summary>
    const int MaxChanges = 49;

    /// <summary>
    /// How many octets of features the steps of one transaction have at most, what they take out included. Each is written at most twice, to the ledger
    /// and to the journal, and base 64 adds a third: 2.2 MB of the 4 MiB that a transaction may have.
    /// </summary>
    const int MaxOctets = 800_000;

    /// <summary><c>null</c> when the message is not trained.</summary>
    ValueTask<LedgerEntry?> FindAsync(ModelOwner owner, MessageKey key, CancellationToken cancellationToken);

    /// <summary>Everything that is trained, by key.</summary>
    IAsyncEnumerable<LedgerLabel> ListAsync(ModelOwner owner, CancellationToken cancellationToken);

    /// <summary>Everything that is trained with what was counted, by key: large.</summary>
    IAsyncEnumerable<LedgerEntry> ReadAsync(ModelOwner owner, CancellationToken cancellationToken);

    /// <summary>Makes the steps, all or none.</summary>
    /// <param name="changes">1 to <see cref="MaxChanges"/>, of different messages, with at most <see cref="MaxOctets"/> of features together.</param>
    /// <returns>
    /// False, and nothing changed, when one of the messages is not in the state from which its step starts. That may be the work of this very call, when an
    /// answer was lost and the client library asked again: read the messages again.
    /// </returns>
    ValueTask<bool> TryAppendAsync(ModelOwner owner, IReadOnlyList<TrainingChange> changes, CancellationToken cancellationToken);

    /// <summary>The sequence number of the last step; 0 when there was none.</summary>
    ValueTask<long> HeadAsync(ModelOwner owner, CancellationToken cancellationToken);

    /// <summary>The steps after <paramref name="after"/> in their order, those that are still kept.</summary>
    IAsyncEnumerable<JournalEntry> JournalAsync(ModelOwner owner, long after, CancellationToken cancellationToken);

    /// <summary>Removes steps up to <paramref name="through"/>: they are in a model. May be repeated, by several at once.</summary>
    ValueTask TrimAsync(ModelOwner owner, long through, CancellationToken cancellationToken);

    /// <summary>Forgets all that the owner has trained: the account is gone.</summary>
    ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken);

    /// <summary>What all adapters ask of the caller.</summary>
    /// <exception cref="ArgumentException">More than one transaction takes.</exception>
    static void ThrowIfTooMany(IReadOnlyList<TrainingChange> changes)
    {
        if (changes.Count is 0 or > MaxChanges || changes.Sum(OctetsOf) > MaxOctets)
        {
            throw new ArgumentException($"A transaction takes 1 to {MaxChanges} steps with at most {MaxOctets} octets of features.", nameof(changes));
        }
    }

    /// <summary>What a step counts for <see cref="MaxOctets"/>.</summary>
    static int OctetsOf(TrainingChange change) => (change.From?.Counted.Features.Length ?? 0) + (change.To?.Features.Length ?? 0);
}
