namespace Mail.Testing;

/// <summary>Rows of one table in key order.</summary>
internal sealed class InMemoryRows<T>(StorageFaults? parentFaults)
    where T : class
{
    private readonly InMemoryGate _gate = new(parentFaults);
    private readonly SortedDictionary<string, T> _rows = new(StringComparer.Ordinal);

    public StorageFaults Faults => _gate.Faults;

    public ValueTask<IReadOnlyList<T>> FindAsync(Func<T, bool> wanted, CancellationToken cancellationToken) =>
        _gate.RunAsync<IReadOnlyList<T>>(() => [.. _rows.Values.Where(wanted)], cancellationToken);

    public IAsyncEnumerable<T> List(Func<T, bool> wanted, CancellationToken cancellationToken) =>
        _gate.List(() => _rows.Values.Where(wanted), cancellationToken);

    public ValueTask<bool> AddAsync(string key, T row, CancellationToken cancellationToken) =>
        _gate.RunAsync(() => _rows.TryAdd(key, row), cancellationToken);

    public ValueTask<bool> ChangeAsync(string key, Func<T, T> change, CancellationToken cancellationToken) =>
        _gate.RunAsync(
            () =>
            {
                var known = _rows.TryGetValue(key, out var row);
                if (known)
                {
                    _rows[key] = change(row!);
                }

                return known;
            },
            cancellationToken);

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) => _gate.RunAsync(() => _rows.Remove(key), cancellationToken);
}
