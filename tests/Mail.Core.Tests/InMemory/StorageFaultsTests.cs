using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Core.Tests;

/// <summary>The in-memory adapters fail and age as a test tells them to.</summary>
public class StorageFaultsTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unavailable_storage_does_nothing_and_says_so()
    {
        var storage = new InMemoryStorage(_time);
        storage.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(
            async () => await storage.Queues.Get("incoming").SendAsync("a", TimeSpan.Zero, Cancellation));
        storage.Faults.Unavailable = false;
        Assert.Empty(storage.Queues["incoming"].Bodies);
    }

    [Fact]
    public async Task One_adapter_can_be_down_while_the_others_are_up()
    {
        var storage = new InMemoryStorage(_time);
        storage.Directory.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(
            async () => await storage.Directory.FindDomainAsync("example.test", Cancellation));
        await storage.Queues.Get("incoming").SendAsync("a", TimeSpan.Zero, Cancellation);
        Assert.Single(storage.Queues["incoming"].Bodies);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task One_operation_of_many_is_lost_before_or_after_it_took_effect(bool appliedFirst, int sent)
    {
        var storage = new InMemoryStorage(_time);
        var queue = storage.Queues.Get("incoming");
        storage.Faults.Fail(operation: 2, appliedFirst);
        await storage.Directory.FindDomainAsync("example.test", Cancellation);
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await queue.SendAsync("a", TimeSpan.Zero, Cancellation));
        Assert.Equal(sent, storage.Queues["incoming"].Bodies.Count);
        await queue.SendAsync("b", TimeSpan.Zero, Cancellation);
        Assert.Equal(3, storage.Faults.Operations);
    }

    [Fact]
    public async Task A_queue_message_comes_back_when_its_visibility_time_is_over()
    {
        var queue = new InMemoryWorkQueues(_time).Get("incoming");
        await queue.SendAsync("a", TimeSpan.FromMinutes(1), Cancellation);
        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(5), Cancellation));
        _time.Advance(TimeSpan.FromMinutes(1));
        var first = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(5), Cancellation));
        _time.Advance(TimeSpan.FromMinutes(5));
        var second = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(5), Cancellation));
        Assert.Equal(2, second.DequeueCount);
        Assert.False(await queue.CompleteAsync(first, Cancellation));
    }
}
