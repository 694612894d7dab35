using System.Globalization;
using Mail.Core;

namespace Mail.Testing;

/// <summary>What is known about destinations, in a dictionary.</summary>
public sealed class InMemoryDestinations(StorageFaults? parentFaults = null) : IDestinations
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, DestinationState> _states = new(StringComparer.Ordinal);
    private int _versions;

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<DestinationState?> FindAsync(string destination, CancellationToken cancellationToken) =>
        Locked(() => _states.GetValueOrDefault(destination), cancellationToken);

    public ValueTask<DestinationState?> TryWriteAsync(DestinationState state, CancellationToken cancellationToken) =>
        Locked(
            () => (_states.GetValueOrDefault(state.Destination)?.Version ?? "") == state.Version
                ? _states[state.Destination] = state with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) }
                : null,
            cancellationToken);

    public ValueTask<bool> DeleteAsync(string destination, CancellationToken cancellationToken) =>
        Locked(() => _states.Remove(destination), cancellationToken);

    public IAsyncEnumerable<DestinationState> ListAsync(CancellationToken cancellationToken) =>
        Faults.List<DestinationState>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _states.Values];
                }
            },
            cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Locked(() => _states.Values.Where(state => state.UpdatedAt < before).ToList().Count(state => _states.Remove(state.Destination)), cancellationToken);

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
