using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// One owner's model in this process: looked at when somebody asks and the last look is old, loaded when its pointer names another snapshot. While the
/// storage cannot be reached, or holds something that is no model, the last one stays in use.
/// </summary>
internal sealed class CachedModel(ModelOwner owner, IModelStore store, TimeProvider time, ILogger logger)
{
    /// <summary>From here on the next to ask starts a look, and does not wait for it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);

    /// <summary>From here on who asks waits. Training is to be in force within ten seconds of its compaction.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(8);

    /// <summary>Between a failed look and the next, so that an outage is not made worse.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>A snapshot that is gone was replaced since the pointer was read, and the next look finds the one that took its place.</summary>
    private const int MaxLooks = 3;

    private readonly Lock _gate = new();
    private SpamModel? _model;
    private long? _asOf;
    private long? _failedAt;
    private Task<SpamModel>? _looking;

    /// <summary>Octets of memory, about; 0 for a model that knows nothing.</summary>
    public long Size => Volatile.Read(ref _model)?.Counts.Tokens * BytesPerToken ?? 0;

    // Feature 8, counts 12, a share of the index 1.
    private const long BytesPerToken = 21;

    public async ValueTask<SpamModel> GetAsync(CancellationToken cancellationToken)
    {
        Task<SpamModel> looking;
        lock (_gate)
        {
            if (_model is { } known && (IsYounger(_asOf, Fresh) || IsYounger(_failedAt, Pause)))
            {
                return known;
            }

            looking = _looking ??= Task.Run(LookAsync, CancellationToken.None);
            if (_model is { } believed && IsYounger(_asOf, Believed))
            {
                return believed;
            }
        }

        return await looking.WaitAsync(cancellationToken);
    }

    private async Task<SpamModel> LookAsync()
    {
        // Age counts from before the question: the answer is at least that fresh.
        var asOf = time.GetTimestamp();
        try
        {
            var model = await LoadAsync();
            lock (_gate)
            {
                (_model, _asOf, _failedAt, _looking) = (model, asOf, null, null);
            }

            return model;
        }
        catch (Exception e)
        {
            return Failed(e);
        }
    }

    private async Task<SpamModel> LoadAsync()
    {
        for (var i = 0; i < MaxLooks; i++)
        {
            var pointer = await store.FindAsync(owner, CancellationToken.None);
            if (pointer is null)
            {
                return SpamModel.Untrained(owner);
            }

            if (await LoadAsync(pointer) is { } model)
            {
                return model;
            }
        }

        // Not the same as nothing trained: without another model mail waits until the upkeep has made it anew.
        throw new StorageUnavailableException($"The snapshot that is the model of {owner} is gone.");
    }

    /// <returns><c>null</c> when the snapshot is gone.</returns>
    private async Task<SpamModel?> LoadAsync(ModelPointer pointer)
    {
        if (pointer.IsBroken)
        {
            throw new InvalidDataException("its pointer is broken");
        }

        return _model is { } known && known.Version == pointer.Snapshot ? known : await SpamModelFile.FindAsync(store, owner, pointer.Snapshot, CancellationToken.None);
    }

    private SpamModel Failed(Exception e)
    {
        lock (_gate)
        {
            var isFirst = _failedAt is null;
            (_failedAt, _looking) = (time.GetTimestamp(), null);
            if (_model is null && e is not InvalidDataException)
            {
                throw e as StorageUnavailableException ?? new StorageUnavailableException($"The model of {owner} cannot be read: {e.Message}", e);
            }

            // A broken model without another is none at all: mail goes on, and compaction makes a new one from the ledger.
            _model ??= SpamModel.Untrained(owner);
            if (isFirst)
            {
                TrainingLog.ModelStays(logger, owner, _model.Version, e.Message);
            }

            return _model;
        }
    }

    private bool IsYounger(long? since, TimeSpan age) => since is { } timestamp && time.GetElapsedTime(timestamp) < age;
}
