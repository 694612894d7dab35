using Mail.Testing;

namespace Mail.Functions.Tests;

/// <summary>The clock begins at 12:00:01; the schedule is every five minutes.</summary>
public sealed class TimerListenerTests
{
    private const string LockName = "timer-sweep";

    private readonly TestClock _clock = new() { Step = TimeSpan.FromSeconds(4) };
    private readonly InMemoryStorage _storage;

    public TimerListenerTests() => _storage = new InMemoryStorage(_clock);

    [Fact]
    public async Task A_timer_runs_when_its_schedule_says()
    {
        var function = new FakeTimerFunction(_clock);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 2);

        Assert.Equal(["12:05", "12:10"], Times(function));
        Assert.All(function.Calls, call => Assert.False(call.Trigger.IsPastDue));
    }

    [Fact]
    public async Task Of_two_processes_one_runs_the_timer()
    {
        var first = new FakeTimerFunction(_clock);
        var second = new FakeTimerFunction(_clock);
        await using var engine1 = await TestEngine.StartAsync(_clock, _storage, first);
        await using var engine2 = await TestEngine.StartAsync(_clock, _storage, second);

        await _clock.AdvanceUntilAsync(() => first.Calls.Count + second.Calls.Count == 3);

        Assert.True(first.Calls.IsEmpty || second.Calls.IsEmpty, "both have run it");
        Assert.Equal(["12:05", "12:10", "12:15"], Times(first).Concat(Times(second)));
    }

    [Fact]
    public async Task When_the_process_that_runs_the_timer_stops_another_takes_it_over()
    {
        var first = new FakeTimerFunction(_clock);
        await using var engine1 = await TestEngine.StartAsync(_clock, _storage, first);
        await _clock.AdvanceUntilAsync(() => first.Calls.Count == 1);
        var second = new FakeTimerFunction(_clock);
        await using var engine2 = await TestEngine.StartAsync(_clock, _storage, second);

        var stopped = engine1.StopAsync();
        await _clock.AdvanceUntilAsync(() => stopped.IsCompleted && second.Calls.Count == 1);

        Assert.Equal(["12:05"], Times(first));
        Assert.Equal(["12:10"], Times(second));
    }

    [Fact]
    public async Task The_timer_of_a_process_that_was_killed_goes_on_elsewhere_when_its_lock_ends()
    {
        Assert.NotNull(await _storage.Locks.TryAcquireAsync(LockName, TimerListener.LockDuration, CancellationToken.None));
        var function = new FakeTimerFunction(_clock);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function, schedule: "*/10 * * * * *");

        var waited = await _clock.AdvanceUntilAsync(() => function.Calls.Count == 1);

        Assert.InRange(waited, TimerListener.LockDuration, TimerListener.LockDuration + TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_run_that_was_missed_is_made_up_for_at_the_next_start()
    {
        var before = new ScheduleStatus(
            _clock.GetUtcNow().AddMinutes(-20), Next: _clock.GetUtcNow().AddMinutes(-15), LastUpdated: _clock.GetUtcNow().AddMinutes(-20));
        await WriteNoteAsync(before.ToJson());
        var function = new FakeTimerFunction(_clock);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 2);

        Assert.Equal(["12:00", "12:05"], Times(function));
        Assert.Equal([true, false], function.Calls.Select(call => call.Trigger.IsPastDue));
        Assert.Equal(before, function.Calls.First().Trigger.Status);
    }

    [Fact]
    public async Task A_note_that_cannot_be_read_starts_the_timer_afresh()
    {
        await WriteNoteAsync("{\"Last\":17}");
        var function = new FakeTimerFunction(_clock);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 1);

        Assert.Equal(["12:05"], Times(function));
    }

    [Fact]
    public async Task RunOnStartup_runs_once_at_the_start()
    {
        var function = new FakeTimerFunction(_clock);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function, runOnStartup: true);

        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 2);

        Assert.Equal(["12:00", "12:05"], Times(function));
    }

    [Fact]
    public async Task A_run_that_fails_does_not_end_the_timer()
    {
        var function = new FakeTimerFunction(_clock, _ => throw new InvalidOperationException("a bug"));
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 2);

        Assert.Equal(["12:05", "12:10"], Times(function));
    }

    [Fact]
    public async Task A_run_is_interrupted_when_the_lock_cannot_be_kept()
    {
        var interrupted = new TaskCompletionSource();
        var function = new FakeTimerFunction(_clock, async token =>
        {
            using var registration = token.Register(() => interrupted.TrySetResult());
            await Task.Delay(Timeout.Infinite, token);
        });
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 1);

        _storage.Locks.Faults.Unavailable = true;
        var waited = await _clock.AdvanceUntilAsync(() => interrupted.Task.IsCompleted);

        Assert.InRange(waited, TimerListener.LockDuration / 2, TimerListener.LockDuration + TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task The_timer_begins_when_storage_comes_up_after_the_process()
    {
        _storage.Faults.Unavailable = true;
        var function = new FakeTimerFunction(_clock);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(45));

        _storage.Faults.Unavailable = false;
        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 1);

        Assert.Equal(["12:05"], Times(function));
    }

    private static IEnumerable<string> Times(FakeTimerFunction function) =>
        function.Calls.Select(call => call.At.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));

    private async Task WriteNoteAsync(string note)
    {
        var lease = await _storage.Locks.TryAcquireAsync(LockName, TimerListener.LockDuration, CancellationToken.None);
        Assert.NotNull(lease);
        await lease.WriteNoteAsync(note, CancellationToken.None);
        await lease.DisposeAsync();
    }
}
