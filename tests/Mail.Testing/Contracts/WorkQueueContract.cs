using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IWorkQueue"/> promises.</summary>
public abstract class WorkQueueContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected abstract IWorkQueues Queues { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IWorkQueue Queue => Queues.Get("incoming");

    [Theory]
    [InlineData("")]
    [InlineData("{\"queueId\":\"x\"}")]
    [InlineData("ünïcode \u0001 <&> \r\n 🙂")]
    [InlineData("aGVsbG8=")]
    public async Task Gives_a_message_as_it_was_sent(string body)
    {
        await Queue.SendAsync(body, TimeSpan.Zero, Cancellation);
        var item = Assert.Single(await Queue.ReceiveAsync(32, Minute, Cancellation));
        Assert.Equal(body, item.Body);
        Assert.Equal(1, item.DequeueCount);
    }

    [Fact]
    public async Task Takes_the_longest_body_and_refuses_a_longer_one()
    {
        await Queue.SendAsync(new string('x', 48 * 1024), TimeSpan.Zero, Cancellation);
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await Queue.SendAsync(new string('x', (48 * 1024) + 1), TimeSpan.Zero, Cancellation));
        Assert.Equal(48 * 1024, Assert.Single(await Queue.ReceiveAsync(1, Minute, Cancellation)).Body.Length);
    }

    [Fact]
    public async Task An_empty_queue_gives_nothing_at_once()
    {
        Assert.Empty(await Queue.ReceiveAsync(32, Minute, Cancellation));
        Assert.Empty(await Queue.PeekAsync(32, Cancellation));
        Assert.Equal(0, await Queue.CountAsync(Cancellation));
        await Queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        Assert.Single(await Queue.ReceiveAsync(32, Minute, Cancellation));
    }

    [Fact]
    public async Task Received_messages_are_hidden_from_others()
    {
        await Queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        await Queue.SendAsync("b", TimeSpan.Zero, Cancellation);
        var first = Assert.Single(await Queue.ReceiveAsync(1, Minute, Cancellation));
        var second = Assert.Single(await Queue.ReceiveAsync(32, Minute, Cancellation));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(await Queue.ReceiveAsync(32, Minute, Cancellation));
        Assert.Equal(2, await Queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_delayed_message_is_not_visible_yet()
    {
        await Queue.SendAsync("later", TimeSpan.FromDays(7), Cancellation);
        Assert.Empty(await Queue.ReceiveAsync(32, Minute, Cancellation));
        Assert.Equal(1, await Queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_message_given_back_comes_again_and_is_counted()
    {
        await Queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        var first = Assert.Single(await Queue.ReceiveAsync(1, Minute, Cancellation));
        Assert.NotNull(await Queue.ExtendAsync(first, TimeSpan.Zero, Cancellation));
        var again = Assert.Single(await Queue.ReceiveAsync(1, Minute, Cancellation));
        Assert.Equal(("a", 2), (again.Body, again.DequeueCount));
        Assert.Equal(first.Id, again.Id);
    }

    [Fact]
    public async Task Extending_changes_the_receipt_and_keeps_the_body()
    {
        await Queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        var item = Assert.Single(await Queue.ReceiveAsync(1, Minute, Cancellation));
        var extended = await Queue.ExtendAsync(item, Minute, Cancellation);
        Assert.NotNull(extended);
        Assert.NotEqual(item.Receipt, extended.Receipt);
        Assert.Equal("a", extended.Body);
        Assert.False(await Queue.CompleteAsync(item, Cancellation));
        Assert.Null(await Queue.ExtendAsync(item, Minute, Cancellation));
        Assert.True(await Queue.CompleteAsync(extended, Cancellation));
        Assert.Equal(0, await Queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Whoever_lost_the_message_cannot_complete_it()
    {
        await Queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        var mine = Assert.Single(await Queue.ReceiveAsync(1, Minute, Cancellation));
        await Queue.ExtendAsync(mine, TimeSpan.Zero, Cancellation);
        var theirs = Assert.Single(await Queue.ReceiveAsync(1, Minute, Cancellation));
        Assert.False(await Queue.CompleteAsync(mine, Cancellation));
        Assert.True(await Queue.CompleteAsync(theirs, Cancellation));
        Assert.False(await Queue.CompleteAsync(theirs, Cancellation));
    }

    [Fact]
    public async Task Peeking_takes_nothing()
    {
        await Queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        var seen = Assert.Single(await Queue.PeekAsync(32, Cancellation));
        Assert.Equal(("a", "", 0), (seen.Body, seen.Receipt, seen.DequeueCount));
        Assert.Single(await Queue.ReceiveAsync(32, Minute, Cancellation));
    }

    [Fact]
    public async Task Queues_of_different_names_do_not_mix()
    {
        await Queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        Assert.Empty(await Queues.Get(QueueNames.Poison("incoming")).ReceiveAsync(32, Minute, Cancellation));
        Assert.Equal("incoming", Queue.Name);
    }

    [Fact]
    public async Task Senders_at_once_on_a_new_queue_all_get_through()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Queue.SendAsync($"{i}", TimeSpan.Zero, Cancellation).AsTask()));
        Assert.Equal(20, (await Queue.ReceiveAsync(32, Minute, Cancellation)).Select(item => item.Body).Distinct().Count());
    }
}
