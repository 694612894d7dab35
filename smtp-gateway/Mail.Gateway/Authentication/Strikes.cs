using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Failures by key, and who has to wait because of them: after a number of free failures each further one doubles the time. Bounded in memory;
/// whoever fails from ever new keys pushes out the oldest.
/// </summary>
/// <param name="free">Failures without consequence.</param>
/// <param name="first">How long the next one has to wait.</param>
/// <param name="longest">At which the doubling stops.</param>
/// <param name="forget">After how long without a failure all is forgiven.</param>
internal sealed class Strikes(int free, TimeSpan first, TimeSpan longest, TimeSpan forget, TimeProvider time)
{
    // Some 200 bytes each: 10 MiB at most.
    private const int Capacity = 50_000;

    private readonly RecentlyUsed<string, Count> _counts = new(Capacity);

    public bool IsBlocked(string key) => _counts.TryGet(key, out var count) && count.Until > time.GetUtcNow();

    /// <returns>How long the key is blocked from now on; zero when it is not.</returns>
    public TimeSpan Add(string key)
    {
        var count = _counts.GetOrAdd(key, static _ => new Count());
        lock (count)
        {
            var now = time.GetUtcNow();
            count.Failures = count.Last + forget < now ? 1 : count.Failures + 1;
            count.Last = now;
            var block = BlockFor(count.Failures);
            if (block > TimeSpan.Zero)
            {
                count.Until = now + block;
            }

            return block;
        }
    }

    public void Forgive(string key) => _counts.Remove(key);

    private TimeSpan BlockFor(int failures)
    {
        var doublings = failures - free - 1;
        return doublings < 0 ? TimeSpan.Zero
            // 2^30 times anything is longer than the longest.
            : doublings >= 30 ? longest
            : TimeSpan.FromTicks(Math.Min(longest.Ticks, first.Ticks << doublings));
    }

    private sealed class Count
    {
        public int Failures { get; set; }

        public DateTimeOffset Last { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset Until { get; set; } = DateTimeOffset.MinValue;
    }
}
