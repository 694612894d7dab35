using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>The breaker in memory, without a cache.</summary>
public sealed class InMemoryForwardingBreaker(ISiteSettings settings, TimeProvider time, StorageFaults? parentFaults = null) : IForwardingBreaker
{
    private readonly ConcurrentDictionary<string, ForwardingState> _states = new();

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<DateTimeOffset?> WaitsUntilAsync(MailAddress target, CancellationToken cancellationToken) => Faults.RunAsync(
        () => _states.TryGetValue(target.Domain, out var state) ? state.WaitsUntil(target, time.GetUtcNow()) : null, cancellationToken);

    public async ValueTask CountAsync(ForwardingOutcome outcome, CancellationToken cancellationToken)
    {
        var limits = ForwardingLimits.From(await settings.GetAsync(cancellationToken));
        var now = time.GetUtcNow();
        ForwardingState Counted(ForwardingState state) => state.Count(outcome, limits, now);
        await Faults.RunAsync(
            () => _states.AddOrUpdate(outcome.Target.Domain, domain => Counted(ForwardingState.New(domain, now)), (_, state) => Counted(state)), cancellationToken);
    }

    public ValueTask<bool> ResetAsync(string domain, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => _states.TryRemove(domain, out _), cancellationToken);

    public IAsyncEnumerable<ForwardingState> ListAsync(CancellationToken cancellationToken) => Faults.List<ForwardingState>(
        () => [.. _states.Values.OrderBy(state => state.Domain, StringComparer.Ordinal)], cancellationToken);
}
