using System.Diagnostics.Metrics;
using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Looks at the queues, and at whether forwards wait, when the sweep runs, in thirteen requests, and tells it whenever metrics are collected. Collecting costs the storage nothing. A
/// value that no sweep has renewed is not told any more: the sweep runs in another process now, or not at all.
/// </summary>
public sealed class QueueLook : IDisposable
{
    /// <summary>Two runs of the sweep, and a minute.</summary>
    internal static readonly TimeSpan Freshness = TimeSpan.FromMinutes(11);

    private static readonly string[] WithAge = [QueueNames.Incoming, QueueNames.Outbound];

    private readonly IWorkQueues _queues;
    private readonly IForwardingBreaker _forwarding;
    private readonly TimeProvider _time;
    private volatile Seen? _seen;

    public QueueLook(IWorkQueues queues, IForwardingBreaker forwarding, TimeProvider time)
    {
        _queues = queues;
        _forwarding = forwarding;
        _time = time;
        Meter.CreateObservableGauge(
            "mail.queue.messages", () => Tell(seen => seen.Counts), "{message}", "Messages in a queue, about, those that wait for their time included.");
        Meter.CreateObservableGauge(
            "mail.queue.oldest", () => Tell(seen => seen.Ages), "s", "How long the oldest message in a queue has waited for its first attempt; 0 when none does.");
        Meter.CreateObservableGauge(
            "mail.deferred", () => Tell(seen => seen.Deferred), "{message}", "Messages that wait for another attempt.");
        Meter.CreateObservableGauge(
            "mail.forwarding.stopped", () => Tell(seen => seen.Stopped), "{target}", "Domains and addresses elsewhere to which forwards wait, because they refused too many.");
    }

    internal Meter Meter { get; } = new(Telemetry.Name);

    /// <param name="deferred">How many the sweep has met.</param>
    /// <exception cref="StorageUnavailableException">What was seen before stays until it is too old.</exception>
    public async Task LookAsync(int deferred, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var counts = new List<Measurement<long>>();
        foreach (var name in QueueNames.All)
        {
            counts.Add(new(await _queues.Get(name).CountAsync(cancellationToken), Of(name)));
        }

        var ages = new List<Measurement<double>>();
        foreach (var name in WithAge)
        {
            var oldest = await QueueAge.OldestAsync(_queues.Get(name), cancellationToken);
            ages.Add(new(oldest is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0, Of(name)));
        }

        _seen = new Seen(_time.GetTimestamp(), counts, ages, [new(deferred)], [new(await StoppedAsync(now, cancellationToken))]);
    }

    public void Dispose() => Meter.Dispose();

    private async Task<int> StoppedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stopped = 0;
        await foreach (var state in _forwarding.ListAsync(cancellationToken))
        {
            stopped += (state.WaitsAt(now) ? 1 : 0) + state.Targets.Count(target => target.OpenUntil > now);
        }

        return stopped;
    }

    private IEnumerable<Measurement<T>> Tell<T>(Func<Seen, IEnumerable<Measurement<T>>> part)
        where T : struct =>
        _seen is { } seen && _time.GetElapsedTime(seen.At) <= Freshness ? part(seen) : [];

    private static KeyValuePair<string, object?> Of(string queue) => new("queue", queue);

    /// <param name="At">A timestamp of the time provider.</param>
    private sealed record Seen(
        long At,
        IReadOnlyList<Measurement<long>> Counts,
        IReadOnlyList<Measurement<double>> Ages,
        IReadOnlyList<Measurement<long>> Deferred,
        IReadOnlyList<Measurement<int>> Stopped);
}
