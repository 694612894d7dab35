using Mail.Core;

namespace Mail.Testing;

/// <summary>What others report, in a dictionary.</summary>
public sealed class InMemoryDmarcSummaries(StorageFaults? parentFaults = null) : IDmarcSummaries
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Domain, DateOnly Day, string Reporter, string Id), DmarcSummary> _rows = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<DmarcAdding> TryAddAsync(DmarcSummary summary, CancellationToken cancellationToken) => Locked(
        () =>
        {
            var day = DateOnly.FromDateTime(summary.Begin.UtcDateTime);
            var others = _rows.Keys.Where(key => (key.Domain, key.Day) == (summary.Domain, day)).ToList();
            return _rows.ContainsKey((summary.Domain, day, summary.Reporter, summary.ReportId)) ? DmarcAdding.Known
                : others.Count >= IDmarcSummaries.MaxPerDay || others.Count(key => key.Reporter == summary.Reporter) >= IDmarcSummaries.MaxPerReporter ? DmarcAdding.Full
                : _rows.TryAdd((summary.Domain, day, summary.Reporter, summary.ReportId), summary) ? DmarcAdding.Added
                : DmarcAdding.Known;
        },
        cancellationToken);

    public IAsyncEnumerable<DmarcSummary> ListAsync(string? domain, DateOnly from, CancellationToken cancellationToken) =>
        Faults.List<DmarcSummary>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _rows.Where(row => (domain is null || row.Key.Domain == domain) && row.Key.Day >= from).Select(row => row.Value)];
                }
            },
            cancellationToken);

    public ValueTask<int> PruneAsync(DateOnly before, CancellationToken cancellationToken) =>
        Locked(() => _rows.Keys.Where(key => key.Day < before).ToList().Count(_rows.Remove), cancellationToken);

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
