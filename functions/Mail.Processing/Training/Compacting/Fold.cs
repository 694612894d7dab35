using Mail.Core;
using Mail.Spam;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>The counts of one owner's next model while it is made. The same steps give the same octets, in whatever order they come.</summary>
internal sealed class Fold(ModelOwner owner, ILogger logger)
{
    private readonly ModelCounts _counts = new();

    /// <summary>Steps that are in it.</summary>
    public int Steps { get; private set; }

    /// <exception cref="InvalidDataException">It is gone, or no model.</exception>
    public async Task AddAsync(IModelStore store, string snapshot, CancellationToken cancellationToken)
    {
        var model = await SpamModelFile.FindAsync(store, owner, snapshot, cancellationToken);
        _counts.Add(model?.Counts ?? throw new InvalidDataException($"snapshot {snapshot} is gone"));
    }

    /// <exception cref="InvalidDataException">The step takes out what is not in: the model is not the one that it was made for.</exception>
    public void Add(JournalEntry entry)
    {
        try
        {
            // Out before in: both have the same features most of the time.
            if (entry.From is { } from && Read(entry.Key, from) is { } old)
            {
                _counts.Remove(old, Step(from));
            }

            Add(entry.Key, entry.To);
            Steps++;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"step {entry.Sequence} takes out what is not in the model", e);
        }
    }

    public void Add(LedgerEntry entry)
    {
        Add(entry.Key, entry.Counted);
        Steps++;
    }

    /// <summary>Writes the snapshot.</summary>
    /// <returns>What is known of it.</returns>
    public async Task<ModelPointer> WriteAsync(IModelStore store, long generation, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        _counts.WriteTo(file);
        var bytes = file.GetBuffer().AsMemory(0, (int)file.Length);
        var name = SnapshotName.OfModel(generation, bytes.Span);
        await store.PutAsync(owner, name, bytes, cancellationToken);
        return new ModelPointer
        {
            Generation = generation,
            Snapshot = name,
            HamMessages = _counts.HamMessages,
            SpamMessages = _counts.SpamMessages,
            Features = _counts.Tokens,
        };
    }

    private void Add(MessageKey key, CountedMessage? counted)
    {
        if (counted is not null && Read(key, counted) is { } tokens)
        {
            _counts.Add(tokens, Step(counted));
        }
    }

    /// <summary>What cannot be read counts nothing, going in as coming out: so one spoiled row does not keep the others from being learnt.</summary>
    private TokenList? Read(MessageKey key, CountedMessage counted)
    {
        var tokens = TokenList.FromBytes(counted.Features.Span);
        if (tokens is null)
        {
            TrainingLog.Unreadable(logger, key, owner);
        }

        return tokens;
    }

    private static TrainingStep Step(CountedMessage counted) => new(counted.As.ToLabel(), counted.Times, counted.Push);
}
