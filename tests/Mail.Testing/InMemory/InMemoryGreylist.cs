using Mail.Core;

namespace Mail.Testing;

/// <summary>What greylisting remembers, in dictionaries.</summary>
public sealed class InMemoryGreylist(StorageFaults? parentFaults = null) : IGreylist
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GreylistEntry> _entries = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<(GreylistEntry? Network, GreylistEntry? Pair)> FindAsync(GreylistKey key, CancellationToken cancellationToken) =>
        Locked(() => (_entries.GetValueOrDefault(key.Network), _entries.GetValueOrDefault(Pair(key))), cancellationToken);

    public async ValueTask SaveAsync(GreylistKey key, GreylistEntry? network, GreylistEntry? pair, CancellationToken cancellationToken) =>
        await Locked(
            () =>
            {
                if (network is not null)
                {
                    _entries[key.Network] = network;
                }

                if (pair is not null)
                {
                    _entries[Pair(key)] = pair;
                }

                return true;
            },
            cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Locked(
            () =>
            {
                var old = _entries.Where(entry => entry.Value.Expires < now).Select(entry => entry.Key).ToList();
                old.ForEach(key => _entries.Remove(key));
                return old.Count;
            },
            cancellationToken);

    private static string Pair(GreylistKey key) => key.Network + " " + key.Pair;

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
