namespace Mail.Testing;

/// <summary>One caller at a time at what an in-memory adapter holds, and the faults that a test has switched on.</summary>
internal sealed class InMemoryGate(StorageFaults? parentFaults)
{
    private readonly Lock _gate = new();

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<T> RunAsync<T>(Func<T> operation, CancellationToken cancellationToken) => Faults.RunAsync(() => Now(operation), cancellationToken);

    public IAsyncEnumerable<T> List<T>(Func<IEnumerable<T>> rows, CancellationToken cancellationToken) =>
        Faults.List<T>(() => Now<IReadOnlyList<T>>(() => [.. rows()]), cancellationToken);

    /// <summary>Without faults: the test itself.</summary>
    public T Now<T>(Func<T> operation)
    {
        lock (_gate)
        {
            return operation();
        }
    }
}
