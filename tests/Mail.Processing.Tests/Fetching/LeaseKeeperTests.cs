using Mail.Core;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class LeaseKeeperTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_time_that_a_lock_was_long_in_coming_is_gone()
    {
        var asked = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(45));
        await using var keeper = new LeaseKeeper(new ScriptedLease(() => new TaskCompletionSource<bool>().Task), asked, Minute, _time);
        Assert.False(keeper.Lost.IsCancellationRequested);
        // For the storage the minute is over after 15 s more, and somebody else may begin.
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.True(keeper.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_renewal_counts_from_when_it_was_sent()
    {
        var answer = new TaskCompletionSource<bool>();
        await using var keeper = new LeaseKeeper(new ScriptedLease(() => answer.Task), _time.GetTimestamp(), Minute, _time);
        _time.Advance(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(25));
        // Sent after 20 s, answered after 45: good until 80 at the most.
        answer.SetResult(true);
        answer = new TaskCompletionSource<bool>();
        _time.Advance(TimeSpan.FromSeconds(24));
        Assert.False(keeper.Lost.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(keeper.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_lock_that_is_renewed_is_kept()
    {
        await using var keeper = new LeaseKeeper(new ScriptedLease(() => Task.FromResult(true)), _time.GetTimestamp(), Minute, _time);
        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.False(keeper.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_lock_that_is_somebody_elses_is_lost_at_once()
    {
        await using var keeper = new LeaseKeeper(new ScriptedLease(() => Task.FromResult(false)), _time.GetTimestamp(), Minute, _time);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(keeper.Lost.IsCancellationRequested);
    }

    private sealed class ScriptedLease(Func<Task<bool>> renew) : ISingletonLease
    {
        public string Note => "";

        public async ValueTask<bool> RenewAsync(CancellationToken cancellationToken) => await renew().WaitAsync(cancellationToken);

        public ValueTask<bool> WriteNoteAsync(string note, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
