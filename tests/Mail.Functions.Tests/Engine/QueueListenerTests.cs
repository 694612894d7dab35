using Mail.Core;
using Mail.Testing;

namespace Mail.Functions.Tests;

public sealed class QueueListenerTests
{
    private readonly TestClock _clock = new();
    private readonly InMemoryStorage _storage;

    public QueueListenerTests() => _storage = new InMemoryStorage(_clock);

    private InMemoryWorkQueue Incoming => _storage.Queues[QueueNames.Incoming];

    private InMemoryWorkQueue Poison => _storage.Queues[QueueNames.Poison(QueueNames.Incoming)];

    [Fact]
    public async Task A_message_that_is_done_with_leaves_the_queue()
    {
        await SendAsync("one");
        var function = new FakeQueueFunction(_ => FakeQueueFunction.Done);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Equal([new Trigger.Queue("one", 1)], function.Calls);
        Assert.Empty(Poison.Bodies);
    }

    [Fact]
    public async Task A_message_whose_handler_fails_comes_again_after_the_visibility_timeout()
    {
        await SendAsync("one");
        var function = new FakeQueueFunction(message =>
            message.DequeueCount == 1 ? throw new InvalidOperationException("a bug") : FakeQueueFunction.Done);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 1);

        var waited = await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Equal([1, 2], function.Calls.Select(call => call.DequeueCount));
        Assert.InRange(waited, TestEngine.Queues.VisibilityTimeout - TimeSpan.FromSeconds(1), TestEngine.Queues.VisibilityTimeout + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_message_that_fails_as_often_as_allowed_goes_to_the_poison_queue_unchanged()
    {
        await SendAsync("bad");
        var function = new FakeQueueFunction(_ => throw new InvalidOperationException("a bug"));
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Equal(["bad"], Poison.Bodies);
        Assert.Equal([1, 2, 3, 4, 5], function.Calls.Select(call => call.DequeueCount));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"queueId\":\"../../etc/passwd\"}")]
    [InlineData("{\"queueId\":null,\"attempt\":99999999999999999999}")]
    [InlineData("\0\u0001\uffff")]
    public async Task A_message_that_nobody_can_read_goes_to_the_poison_queue_at_once(string body)
    {
        await SendAsync(body);
        var function = new FakeQueueFunction(message =>
            IncomingPointer.TryParse(message.Body, out _) ? FakeQueueFunction.Done : new FunctionResult.Unreadable("no pointer"));
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Single(function.Calls);
        Assert.Equal([body], Poison.Bodies);
    }

    [Fact]
    public async Task An_outage_of_storage_never_makes_poison_however_long_it_lasts()
    {
        await SendAsync("one");
        var isOut = true;
        var function = new FakeQueueFunction(_ => Volatile.Read(ref isOut) ? FakeQueueFunction.Outage() : FakeQueueFunction.Done);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 14);
        Assert.Single(Incoming.Bodies);
        Volatile.Write(ref isOut, false);
        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Empty(Poison.Bodies);
        // Sent again before the limit of 5, as a message that does not promise to be the first.
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2], function.Calls.Take(14).Select(call => call.DequeueCount));
        Assert.Equal(["one", "one again"], function.Calls.Select(call => call.Body).Distinct());
    }

    [Fact]
    public async Task An_outage_that_takes_the_queue_with_it_does_not_make_poison_either()
    {
        await SendAsync("one");
        var outages = 0;
        var function = new FakeQueueFunction(_ =>
        {
            // The queue gives the message out and takes nothing back: neither the new message nor the longer wait.
            _storage.Queues.Faults.Unavailable = Interlocked.Increment(ref outages) <= 7;
            return outages <= 7 ? FakeQueueFunction.Outage() : FakeQueueFunction.Done;
        });
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        for (var run = 1; run <= 7; run++)
        {
            await _clock.AdvanceUntilAsync(() => function.Calls.Count == run && function.Running == 0);
            await _clock.AdvanceAsync(TimeSpan.FromSeconds(5));
            _storage.Queues.Faults.Unavailable = false;
        }

        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);
        Assert.Empty(Poison.Bodies);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], function.Calls.Select(call => call.DequeueCount));
    }

    [Fact]
    public async Task A_message_that_never_comes_to_an_outcome_ends_in_the_poison_queue()
    {
        await SendAsync("killer");
        for (var death = 0; death < 2 * TestEngine.Queues.MaxDequeueCount; death++)
        {
            Assert.Single(await Incoming.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
        }

        var function = new FakeQueueFunction(_ => FakeQueueFunction.Done);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Equal(["killer"], Poison.Bodies);
        Assert.Empty(function.Calls);
    }

    [Fact]
    public async Task A_message_in_the_hand_of_a_process_that_was_killed_comes_again_when_its_lease_ends()
    {
        await SendAsync("one");
        Assert.Single(await Incoming.ReceiveAsync(1, TestEngine.Options.QueueLease, CancellationToken.None));
        var function = new FakeQueueFunction(_ => FakeQueueFunction.Done);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Equal([new Trigger.Queue("one", 2)], function.Calls);
    }

    [Fact]
    public async Task A_message_stays_ours_for_as_long_as_its_handler_runs()
    {
        await SendAsync("long");
        var release = new TaskCompletionSource();
        var function = new FakeQueueFunction(async (_, _) =>
        {
            await release.Task;
            return FakeQueueFunction.Done;
        });
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceUntilAsync(() => function.Running == 1);

        await _clock.AdvanceAsync(5 * TestEngine.Options.QueueLease);
        release.SetResult();
        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Single(function.Calls);
    }

    [Fact]
    public async Task A_run_whose_message_was_lost_to_another_receiver_is_interrupted()
    {
        await SendAsync("one");
        var interrupted = new TaskCompletionSource();
        var function = new FakeQueueFunction(async (message, token) =>
        {
            if (message.DequeueCount == 1)
            {
                using var registration = token.Register(interrupted.SetResult);
                await Task.Delay(Timeout.Infinite, token);
            }

            return FakeQueueFunction.Done;
        });
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceUntilAsync(() => function.Running == 1);

        _storage.Queues.Faults.Unavailable = true;
        await _clock.AdvanceAsync(TestEngine.Options.QueueLease + TimeSpan.FromSeconds(1));
        _storage.Queues.Faults.Unavailable = false;
        Assert.Single(await Incoming.ReceiveAsync(1, TimeSpan.FromSeconds(20), CancellationToken.None));

        await _clock.AdvanceUntilAsync(() => interrupted.Task.IsCompleted);
        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);
        Assert.Equal([1, 3], function.Calls.Select(call => call.DequeueCount));
    }

    [Fact]
    public async Task A_handler_that_does_not_end_is_given_up_before_the_function_timeout()
    {
        await SendAsync("stuck");
        var never = new TaskCompletionSource<FunctionResult>();
        var function = new FakeQueueFunction((message, _) =>
            message.DequeueCount == 1 ? never.Task : Task.FromResult(FakeQueueFunction.Done));
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function, functionTimeout: TimeSpan.FromSeconds(40));
        await _clock.AdvanceUntilAsync(() => function.Calls.Count == 1);

        // 40 s less a quarter, then the visibility timeout of 10 s.
        var waited = await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.InRange(waited, TimeSpan.FromSeconds(38), TimeSpan.FromSeconds(48));
    }

    [Fact]
    public async Task No_more_run_at_once_than_batch_and_threshold_together()
    {
        for (var i = 0; i < 100; i++)
        {
            await SendAsync("message " + i);
        }

        var gate = new SemaphoreSlim(0);
        var function = new FakeQueueFunction(async (_, _) =>
        {
            await gate.WaitAsync(CancellationToken.None);
            return FakeQueueFunction.Done;
        });
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        // 16 run; not before half of them have ended does the next batch come.
        await _clock.AdvanceUntilAsync(() => function.Running == 16);
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(16, function.Running);
        gate.Release(8);
        await _clock.AdvanceUntilAsync(() => function.Running == 24);
        gate.Release(100);
        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Equal(24, function.MostRunning);
        Assert.Equal(100, function.Calls.Count);
    }

    [Fact]
    public async Task An_idle_queue_is_looked_at_less_and_less_and_at_once_often_again_after_a_message()
    {
        _clock.Step = PollingInterval.Shortest;
        var function = new FakeQueueFunction(_ => FakeQueueFunction.Done);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceAsync(TimeSpan.FromSeconds(10));
        var before = Incoming.Faults.Operations;
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(20));
        var idle = Incoming.Faults.Operations - before;
        Assert.InRange(idle, 16, 26);

        await SendAsync("one");
        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);
        before = Incoming.Faults.Operations;
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.InRange(Incoming.Faults.Operations - before, 2, 10);
    }

    [Fact]
    public async Task Stopping_lets_a_running_handler_finish_and_begins_nothing_new()
    {
        await SendAsync("running");
        var release = new TaskCompletionSource();
        var function = new FakeQueueFunction(async (_, _) =>
        {
            await release.Task;
            return FakeQueueFunction.Done;
        });
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceUntilAsync(() => function.Running == 1);

        var stopped = engine.StopAsync();
        await SendAsync("later");
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.False(stopped.IsCompleted);
        release.SetResult();
        await stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(["later"], Incoming.Bodies);
        Assert.Single(function.Calls);
    }

    [Fact]
    public async Task What_does_not_finish_within_the_drain_time_is_given_back_at_once()
    {
        await SendAsync("slow");
        var function = new FakeQueueFunction(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return FakeQueueFunction.Done;
        });
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);
        await _clock.AdvanceUntilAsync(() => function.Running == 1);

        var stopped = engine.StopAsync();
        var waited = await _clock.AdvanceUntilAsync(() => stopped.IsCompleted);

        Assert.InRange(waited, TestEngine.Options.Drain, TestEngine.Options.Drain + TimeSpan.FromSeconds(2));
        var item = Assert.Single(await Incoming.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(2, item.DequeueCount);
    }

    [Fact]
    public async Task Listening_begins_when_storage_comes_up_after_the_process()
    {
        await SendAsync("one");
        _storage.Faults.Unavailable = true;
        var function = new FakeQueueFunction(_ => FakeQueueFunction.Done);
        await using var engine = await TestEngine.StartAsync(_clock, _storage, function);

        await _clock.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(function.Calls);
        _storage.Faults.Unavailable = false;
        await _clock.AdvanceUntilAsync(() => Incoming.Bodies.Count == 0);

        Assert.Single(function.Calls);
    }

    private ValueTask SendAsync(string body) => Incoming.SendAsync(body, TimeSpan.Zero, CancellationToken.None);
}
