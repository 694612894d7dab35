using System.Globalization;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Models in dictionaries. A test can spoil a snapshot.</summary>
public sealed class InMemoryModelStore(TimeProvider time, StorageFaults? parentFaults = null) : IModelStore
{
    private readonly InMemoryGate _gate = new(parentFaults);
    private readonly Dictionary<ModelOwner, ModelPointer> _pointers = [];
    private readonly SortedDictionary<(string Owner, string Name), (byte[] Bytes, DateTimeOffset At)> _snapshots = [];
    private int _version;

    public StorageFaults Faults => _gate.Faults;

    public ValueTask<ModelPointer?> FindAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        _gate.RunAsync(() => _pointers.GetValueOrDefault(owner), cancellationToken);

    public ValueTask<bool> TrySwingAsync(ModelOwner owner, ModelPointer pointer, string? read, CancellationToken cancellationToken) => _gate.RunAsync(
        () =>
        {
            var isSame = _pointers.GetValueOrDefault(owner)?.Version == read;
            if (isSame)
            {
                _pointers[owner] = pointer with { Version = (++_version).ToString(CultureInfo.InvariantCulture) };
            }

            return isSame;
        },
        cancellationToken);

    public async ValueTask PutAsync(ModelOwner owner, string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) =>
        await _gate.RunAsync(() => _snapshots.TryAdd((owner.Key, name), (snapshot.ToArray(), time.GetUtcNow())), cancellationToken);

    public ValueTask<byte[]?> ReadAsync(ModelOwner owner, string name, CancellationToken cancellationToken) =>
        _gate.RunAsync(() => _snapshots.TryGetValue((owner.Key, name), out var found) ? (byte[]?)[.. found.Bytes] : null, cancellationToken);

    public IAsyncEnumerable<StoredSnapshot> ListAsync(ModelOwner owner, CancellationToken cancellationToken) => _gate.List(
        () => _snapshots.Where(pair => pair.Key.Owner == owner.Key).Select(pair => new StoredSnapshot(pair.Key.Name, pair.Value.Bytes.Length, pair.Value.At)),
        cancellationToken);

    public async ValueTask RemoveAsync(ModelOwner owner, string name, CancellationToken cancellationToken) =>
        await _gate.RunAsync(() => _snapshots.Remove((owner.Key, name)), cancellationToken);

    public IAsyncEnumerable<ModelOwner> ListOwnersAsync(CancellationToken cancellationToken) =>
        _gate.List(() => _pointers.Keys.OrderBy(owner => owner.Key, StringComparer.Ordinal), cancellationToken);

    public async ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken) => await _gate.RunAsync(
        () =>
        {
            _pointers.Remove(owner);
            return _snapshots.Keys.Where(key => key.Owner == owner.Key).ToList().Count(_snapshots.Remove);
        },
        cancellationToken);

    /// <summary>As if somebody had written over it.</summary>
    public void Spoil(ModelOwner owner, string name, byte[] bytes)
    {
        _gate.Now(() => _snapshots[(owner.Key, name)] = (bytes, time.GetUtcNow()));
    }

    /// <summary>As if somebody had written something else into the pointer.</summary>
    public void SpoilPointer(ModelOwner owner)
    {
        _gate.Now(() => _pointers[owner] = ModelPointer.Broken((++_version).ToString(CultureInfo.InvariantCulture)));
    }
}
