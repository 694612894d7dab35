using Mail.Core;
using Mail.Testing;

namespace Mail.Functions.Tests;

public sealed class OutageRedeliveryTests
{
    private static readonly FunctionDefinition.Queue Function = new("Incoming", "pointer", QueueNames.Incoming);

    private readonly TestClock _clock = new();
    private readonly InMemoryStorage _storage;
    private readonly OutageRedelivery _redelivery;
    private readonly FakeQueueFunction _handler = new(_ => FakeQueueFunction.Done);

    public OutageRedeliveryTests()
    {
        _storage = new InMemoryStorage(_clock);
        _redelivery = new OutageRedelivery(_storage.Queues, TestEngine.Queues);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(6, 300)]
    [InlineData(int.MaxValue, 300)]
    public void The_wait_doubles_up_to_five_minutes(int dequeueCount, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), OutageRedelivery.Delay(dequeueCount));

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Far_from_the_limit_the_message_is_only_given_out_again(int? dequeueCount)
    {
        var outcome = await DecideAsync(dequeueCount);

        Assert.IsType<InvocationOutcome.Unavailable>(outcome);
        Assert.Empty(_storage.Queues[QueueNames.Incoming].Bodies);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task Near_the_limit_it_is_sent_again_with_a_wait_and_the_old_one_is_done(int dequeueCount)
    {
        var outcome = await DecideAsync(dequeueCount);

        Assert.IsType<InvocationOutcome.Done>(outcome);
        var queue = _storage.Queues[QueueNames.Incoming];
        Assert.Equal(["one again"], queue.Bodies);
        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
        _clock.Advance(OutageRedelivery.Delay(dequeueCount));
        Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task When_it_cannot_be_sent_again_the_old_one_stays()
    {
        _storage.Faults.Unavailable = true;

        var outcome = await DecideAsync(4);

        Assert.IsType<InvocationOutcome.Unavailable>(outcome);
    }

    [Fact]
    public async Task A_limit_of_one_leaves_no_try_without_sending_again()
    {
        var strict = new OutageRedelivery(_storage.Queues, TestEngine.Queues with { MaxDequeueCount = 1 });

        var outcome = await strict.DecideAsync(Function, _handler, new Trigger.Queue("one", 1), "down", CancellationToken.None);

        Assert.IsType<InvocationOutcome.Done>(outcome);
    }

    private Task<InvocationOutcome> DecideAsync(int? dequeueCount) =>
        _redelivery.DecideAsync(Function, _handler, new Trigger.Queue("one", dequeueCount), "down", CancellationToken.None);
}
