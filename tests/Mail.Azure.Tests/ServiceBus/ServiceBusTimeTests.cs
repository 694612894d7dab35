using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

/// <summary>Locks and delays, with a clock that the broker and we share.</summary>
public sealed class ServiceBusTimeTests : IDisposable
{
    private static readonly TimeSpan Lock = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    // AMQP's timestamps are whole milliseconds.
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
    private readonly FakeServiceBus _bus;
    private readonly ServiceBusWorkQueues _queues;
    private readonly ServiceBusWorkQueues _others;

    public ServiceBusTimeTests()
    {
        _bus = new FakeServiceBus(_time) { LockDuration = Lock };
        _queues = ServiceBusQueueTests.Fast(_bus, new InMemoryStorage(_time).Queues, _time);
        _others = ServiceBusQueueTests.Fast(_bus, new InMemoryStorage(_time).Queues, _time);
    }

    private IWorkQueue Ours => _queues.Get("outbound");

    private IWorkQueue Theirs => _others.Get("outbound");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _queues.Dispose();
        _others.Dispose();
        _bus.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_five_times_as_long_as_the_lock_keeps_the_message()
    {
        await Ours.SendAsync("a", TimeSpan.Zero, Cancellation);
        var item = Assert.Single(await Ours.ReceiveAsync(1, 6 * Lock, Cancellation));
        for (var past = Step; past <= 5 * Lock; past += Step)
        {
            await PassAsync(_bus.Outbound.LockedUntil);
            Assert.Empty(await Theirs.ReceiveAsync(1, Lock, Cancellation));
        }

        Assert.True(_bus.Outbound.Requests.Count >= 5, $"{_bus.Outbound.Requests.Count} renewals");
        Assert.True(await Ours.CompleteAsync(item, Cancellation));
        await UntilAsync(() => _bus.Outbound.Count == 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task When_its_visibility_ends_somebody_else_gets_the_message_and_it_is_counted()
    {
        await Ours.SendAsync("a", TimeSpan.Zero, Cancellation);
        var item = Assert.Single(await Ours.ReceiveAsync(1, Lock / 2, Cancellation));
        _time.Advance(Lock / 2);
        await UntilAsync(() => _bus.Outbound.LockedUntil == default);

        var again = Assert.Single(await Theirs.ReceiveAsync(1, Lock, Cancellation));
        Assert.Equal(("a", 2), (again.Body, again.DequeueCount));
        Assert.False(await Ours.CompleteAsync(item, Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_for_later_comes_when_its_time_has_come_and_not_before()
    {
        await Ours.SendAsync("later", TimeSpan.FromHours(1), Cancellation);
        Assert.Empty(await Ours.ReceiveAsync(1, Lock, Cancellation));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(await Ours.ReceiveAsync(1, Lock, Cancellation));
        Assert.Empty(await Ours.PeekAsync(32, Cancellation));
        Assert.Equal(1, await Ours.CountAsync(Cancellation));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await Ours.PeekAsync(32, Cancellation));
        Assert.Equal("later", (await FirstAsync(Ours)).Body);
    }

    /// <summary>A receive waits a moment only, and may come back empty though there is one.</summary>
    private static async Task<WorkItem> FirstAsync(IWorkQueue queue)
    {
        while (true)
        {
            if (await queue.ReceiveAsync(1, Lock, Cancellation) is [var item])
            {
                return item;
            }
        }
    }

    /// <summary>A step of the clock; when a renewal is due, as far as it takes until the broker has made it, and not to the end of the lock.</summary>
    private async Task PassAsync(DateTimeOffset lockedUntil)
    {
        _time.Advance(Step);
        while (lockedUntil - _time.GetUtcNow() <= Lock / 2 && _bus.Outbound.LockedUntil == lockedUntil)
        {
            await Task.Delay(50, Cancellation);
            _time.Advance(lockedUntil - _time.GetUtcNow() > TimeSpan.FromSeconds(2) ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(10, Cancellation);
        }
    }
}
