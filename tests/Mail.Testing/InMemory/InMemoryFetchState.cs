using System.Globalization;
using Mail.Core;

namespace Mail.Testing;

public sealed class InMemoryFetchState(StorageFaults? parentFaults = null) : IFetchState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FetchHealth> _health = [];
    private readonly Dictionary<(string Id, string Folder), FetchFolder> _folders = [];
    private readonly SortedDictionary<(string Id, string Folder, long Number), FetchBatch> _batches = [];
    private readonly List<(string Id, FetchEvent Event)> _events = [];
    private long _version;

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<FetchMemory> LoadAsync(string id, CancellationToken cancellationToken) => Locked(
        () => new FetchMemory(
            _health.GetValueOrDefault(id, FetchHealth.Good),
            _folders.Where(pair => pair.Key.Id == id).ToDictionary(pair => pair.Key.Folder, pair => pair.Value)),
        cancellationToken);

    public ValueTask<IReadOnlyList<FetchBatch>> LoadBatchesAsync(string id, string folder, CancellationToken cancellationToken) => Locked<IReadOnlyList<FetchBatch>>(
        () => [.. _batches.Where(pair => pair.Key.Id == id && pair.Key.Folder == folder).Select(pair => pair.Value)], cancellationToken);

    public async ValueTask SetHealthAsync(string id, FetchHealth health, CancellationToken cancellationToken) =>
        await Locked(() => _health[id] = health, cancellationToken);

    public async ValueTask SetFolderAsync(string id, FetchFolder folder, CancellationToken cancellationToken) =>
        await Locked(() => _folders[(id, folder.Folder)] = folder, cancellationToken);

    public ValueTask<FetchBatch?> WriteBatchAsync(string id, FetchBatch batch, CancellationToken cancellationToken) => Locked(
        () => _batches.GetValueOrDefault((id, batch.Folder, batch.Number))?.Version == batch.Version ? Put(id, batch) : null, cancellationToken);

    public ValueTask<bool> MergeBatchesAsync(string id, IReadOnlyList<FetchBatch> old, FetchBatch merged, CancellationToken cancellationToken) => Locked(
        () =>
        {
            if (!old.All(batch => _batches.GetValueOrDefault((id, batch.Folder, batch.Number))?.Version == batch.Version))
            {
                return false;
            }

            foreach (var batch in old)
            {
                _batches.Remove((id, batch.Folder, batch.Number));
            }

            if (merged.Messages.Count > 0)
            {
                Put(id, merged);
            }

            return true;
        },
        cancellationToken);

    public async ValueTask AddEventAsync(string id, FetchEvent happened, CancellationToken cancellationToken) => await Locked(
        () =>
        {
            _events.Add((id, happened));
            return true;
        },
        cancellationToken);

    public async IAsyncEnumerable<FetchEvent> ListEventsAsync(
        string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var happened in await Locked(() => _events.Where(pair => pair.Id == id).Select(pair => pair.Event).OrderByDescending(e => e.At).ToList(), cancellationToken))
        {
            yield return happened;
        }
    }

    public ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Locked(() => _events.RemoveAll(pair => pair.Event.At < before), cancellationToken);

    public async ValueTask ForgetAsync(string id, CancellationToken cancellationToken) => await Locked(
        () =>
        {
            _health.Remove(id);
            _folders.Keys.Where(key => key.Id == id).ToList().ForEach(key => _folders.Remove(key));
            _batches.Keys.Where(key => key.Id == id).ToList().ForEach(key => _batches.Remove(key));
            return _events.RemoveAll(pair => pair.Id == id);
        },
        cancellationToken);

    private FetchBatch Put(string id, FetchBatch batch) =>
        _batches[(id, batch.Folder, batch.Number)] = batch with { Version = (++_version).ToString(CultureInfo.InvariantCulture) };

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);
}
