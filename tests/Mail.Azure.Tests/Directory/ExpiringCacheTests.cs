using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class ExpiringCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private int _loads;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_is_not_remembered_and_reaches_everyone_who_waited()
    {
        var cache = Cache();
        var gate = new TaskCompletionSource<int>();
        var waiting = Enumerable.Range(0, 3).Select(_ => cache.GetAsync("a", () => gate.Task, Cancellation).AsTask()).ToList();
        gate.SetException(new InvalidOperationException("down"));
        foreach (var task in waiting)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => task);
        }

        Assert.Equal(1, await LoadAsync(cache, "a"));
    }

    [Fact]
    public async Task One_caller_who_gives_up_does_not_spoil_it_for_the_others()
    {
        var cache = Cache();
        var gate = new TaskCompletionSource<int>();
        using var impatient = new CancellationTokenSource();
        var first = cache.GetAsync("a", () => gate.Task, impatient.Token).AsTask();
        var second = cache.GetAsync("a", () => gate.Task, Cancellation).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult(7);
        Assert.Equal(7, await second);
    }

    [Fact]
    public async Task An_entry_is_as_old_as_the_question()
    {
        var cache = Cache();
        var gate = new TaskCompletionSource<int>();
        var slow = cache.GetAsync("a", () => gate.Task, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(8));
        gate.SetResult(0);
        Assert.Equal(0, await slow);
        Assert.Equal(1, await LoadAsync(cache, "a"));
    }

    [Fact]
    public async Task Never_holds_more_than_its_capacity()
    {
        var cache = Cache();
        for (var i = 0; i < 1000; i++)
        {
            await LoadAsync(cache, $"{i}");
            Assert.InRange(cache.Count, 1, 10);
        }
    }

    private ExpiringCache<int> Cache() => new(TimeSpan.FromSeconds(8), capacity: 10, _time);

    private ValueTask<int> LoadAsync(ExpiringCache<int> cache, string key) =>
        cache.GetAsync(key, () => Task.FromResult(++_loads), Cancellation);
}
