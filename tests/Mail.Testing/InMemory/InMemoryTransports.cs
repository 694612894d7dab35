using Mail.Core;

namespace Mail.Testing;

/// <summary>Transports without a cache: a change is seen at once.</summary>
public sealed class InMemoryTransports(StorageFaults? parentFaults = null) : ITransports, ITransportsEditor
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Transport> _rows = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>What <see cref="CheckAsync"/> finds: a test puts in what it wants to be found.</summary>
    public IList<DirectoryProblem> Problems { get; } = [];

    public ValueTask<Transport> FindAsync(MailAddress recipient, MailAddress? sender, CancellationToken cancellationToken) =>
        Locked(() => new TransportSet(_rows.Values).Find(recipient, sender), cancellationToken);

    public IAsyncEnumerable<Transport> ListAsync(CancellationToken cancellationToken) => Faults.List<Transport>(
        () =>
        {
            lock (_gate)
            {
                return [.. _rows.Values.OrderBy(row => row.Pattern, StringComparer.Ordinal)];
            }
        },
        cancellationToken);

    public ValueTask<bool> AddAsync(Transport transport, CancellationToken cancellationToken) =>
        Locked(() => _rows.TryAdd(transport.Pattern, transport), cancellationToken);

    public async ValueTask SetAsync(Transport transport, CancellationToken cancellationToken) =>
        await Locked(() => _rows[transport.Pattern] = transport, cancellationToken);

    public ValueTask<bool> RemoveAsync(string pattern, CancellationToken cancellationToken) => Locked(() => _rows.Remove(pattern), cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        Faults.List<DirectoryProblem>(() => [.. Problems], cancellationToken);

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
