using Mail.Core;

namespace Mail.Testing;

/// <summary>How TLS went, in a dictionary.</summary>
public sealed class InMemoryTlsDays(StorageFaults? parentFaults = null) : ITlsDays
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(DateOnly Day, string Domain), TlsDay> _days = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<bool> TryAddAsync(TlsDay more, CancellationToken cancellationToken) => Locked(
        () =>
        {
            _days[(more.Day, more.Domain)] = _days.TryGetValue((more.Day, more.Domain), out var known) ? known.With(more) : more;
            return true;
        },
        cancellationToken);

    public IAsyncEnumerable<TlsDay> ListAsync(DateOnly before, CancellationToken cancellationToken) =>
        Faults.List<TlsDay>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _days.Values.Where(day => day.Day < before)];
                }
            },
            cancellationToken);

    public async ValueTask RemoveAsync(DateOnly day, string domain, CancellationToken cancellationToken) =>
        await Locked(() => _days.Remove((day, domain)), cancellationToken);

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
