using Mail.Core;

namespace Mail.Testing;

/// <summary>What is to be reported, in a dictionary.</summary>
public sealed class InMemoryDmarcDays(StorageFaults? parentFaults = null) : IDmarcDays
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(DateOnly Day, string Domain, QueueId Batch), DmarcDay> _days = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public async ValueTask AddAsync(QueueId batch, IReadOnlyList<DmarcDay> days, CancellationToken cancellationToken) => await Locked(
        () =>
        {
            foreach (var day in days)
            {
                _days.TryAdd((day.Day, day.Domain, batch), day);
            }

            return true;
        },
        cancellationToken);

    public IAsyncEnumerable<DmarcDay> ListAsync(DateOnly before, CancellationToken cancellationToken) =>
        Faults.List<DmarcDay>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _days.Where(pair => pair.Key.Day < before).GroupBy(pair => (pair.Key.Day, pair.Key.Domain), pair => pair.Value).Select(Together)];
                }
            },
            cancellationToken);

    public async ValueTask RemoveAsync(DateOnly day, string domain, CancellationToken cancellationToken) => await Locked(
        () =>
        {
            foreach (var key in _days.Keys.Where(key => (key.Day, key.Domain) == (day, domain)).ToList())
            {
                _days.Remove(key);
            }

            return true;
        },
        cancellationToken);

    private static DmarcDay Together(IEnumerable<DmarcDay> days)
    {
        var all = days.ToList();
        var tallies = new DmarcTallies(all[0].Day, all[0].Published, DmarcDay.MaxTallies);
        all.ForEach(tallies.Add);
        return tallies.ToDay();
    }

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
