namespace Mail.Testing;

/// <summary>Rows of one table in key order.</summary>
internal sealed class InMemoryRows<T>(StorageFaults? parentFaults)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, T> _rows = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<IReadOnlyList<T>> FindAsync(Func<T, bool> wanted, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<T>>(() => [.. _rows.Values.Where(wanted)], cancellationToken);

    public IAsyncEnumerable<T> List(Func<T, bool> wanted, CancellationToken cancellationToken) =>
        Faults.List<T>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _rows.Values.Where(wanted)];
                }
            },
            cancellationToken);

    public ValueTask<bool> AddAsync(string key, T row, CancellationToken cancellationToken) =>
        Locked(() => _rows.TryAdd(key, row), cancellationToken);

    public ValueTask<bool> ChangeAsync(string key, Func<T, T> change, CancellationToken cancellationToken) =>
        Locked(
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

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) => Locked(() => _rows.Remove(key), cancellationToken);

    private ValueTask<TResult> Locked<TResult>(Func<TResult> operation, CancellationToken cancellationToken) =>
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
