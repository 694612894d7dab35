using Microsoft.Extensions.Time.Testing;

namespace Mail.Functions.Tests;

/// <summary>A clock that a test moves, in steps after which everything that waits on it has its turn.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    /// <summary>Real time within which a condition must come true: generous, as only a failing test takes it.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public TestClock()
        : base(new DateTimeOffset(2026, 1, 5, 12, 0, 1, TimeSpan.Zero))
    {
    }

    /// <summary>Smaller than the shortest time that matters to the test.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Moves on until the condition holds; gives how much time of this clock that took.</summary>
    public async Task<TimeSpan> AdvanceUntilAsync(Func<bool> condition)
    {
        var start = GetUtcNow();
        using var bound = new CancellationTokenSource(Bound);
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, $"not reached after {GetUtcNow() - start} of the test's clock");
            await StepAsync(Step);
        }

        return GetUtcNow() - start;
    }

    public async Task AdvanceAsync(TimeSpan duration)
    {
        var end = GetUtcNow() + duration;
        for (var left = duration; left > TimeSpan.Zero; left = end - GetUtcNow())
        {
            await StepAsync(left < Step ? left : Step);
        }
    }

    /// <summary>Waits in real time: for what happens without the clock.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, "not reached");
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private async Task StepAsync(TimeSpan step)
    {
        Advance(step);
        do
        {
            await Task.Delay(1, CancellationToken.None);
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }
}
