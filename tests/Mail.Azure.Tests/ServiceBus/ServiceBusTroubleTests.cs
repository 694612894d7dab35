using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

/// <summary>What a broker can do to us, and what becomes of messages then.</summary>
public sealed class ServiceBusTroubleTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeServiceBus _bus = new(TimeProvider.System);
    private readonly ServiceBusWorkQueues _queues;

    public ServiceBusTroubleTests() =>
        _queues = ServiceBusQueueTests.Fast(_bus, new InMemoryStorage(TimeProvider.System).Queues, TimeProvider.System, TimeSpan.FromSeconds(1));

    private IWorkQueue Outbound => _queues.Get("outbound");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _queues.Dispose();
        _bus.Dispose();
    }

    [Fact]
    public async Task A_broker_that_never_answers_is_an_outage()
    {
        _bus.IsSilent = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await Outbound.SendAsync("a", TimeSpan.Zero, Cancellation));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await Outbound.ReceiveAsync(1, Minute, Cancellation));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await Outbound.PeekAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_broker_that_falls_silent_later_is_an_outage()
    {
        await Outbound.SendAsync("a", TimeSpan.Zero, Cancellation);
        _bus.IsSilent = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await Outbound.SendAsync("b", TimeSpan.Zero, Cancellation));
        _bus.IsSilent = false;
        await Outbound.SendAsync("c", TimeSpan.Zero, Cancellation);
    }

    [Fact]
    public async Task Refused_links_name_the_roles()
    {
        _bus.RefuseLinks = ErrorCode.UnauthorizedAccess;
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await Outbound.ReceiveAsync(1, Minute, Cancellation));
        Assert.Contains("Azure Service Bus Data Receiver", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_links_are_attached_again_and_what_was_held_is_no_longer_ours()
    {
        await Outbound.SendAsync("a", TimeSpan.Zero, Cancellation);
        var item = Assert.Single(await Outbound.ReceiveAsync(1, Minute, Cancellation));
        _bus.CloseLinks();

        await EventuallyAsync(() => Outbound.SendAsync("b", TimeSpan.Zero, Cancellation).AsTask());
        Assert.False(await Outbound.CompleteAsync(item, Cancellation));
        // A send whose outcome was lost with the link is made again: at least once.
        Assert.InRange(_bus.Outbound.Count, 2, 4);
    }

    [Fact]
    public async Task Long_work_keeps_its_lock_and_the_broker_is_asked_to_renew_it()
    {
        _bus.LockDuration = TimeSpan.FromSeconds(5);
        await Outbound.SendAsync("a", TimeSpan.Zero, Cancellation);
        var item = Assert.Single(await Outbound.ReceiveAsync(1, Minute, Cancellation));
        var extended = await Outbound.ExtendAsync(item, Minute, Cancellation);

        Assert.NotNull(extended);
        var request = Assert.Single(_bus.Outbound.Requests);
        Assert.Equal("com.microsoft:renew-lock", request.ApplicationProperties["operation"]);
        Assert.True(await Outbound.CompleteAsync(extended, Cancellation));
    }

    [Fact]
    public async Task A_message_put_aside_is_among_the_dead_letters_in_one_step()
    {
        await Outbound.SendAsync("bad", TimeSpan.Zero, Cancellation);
        var item = Assert.Single(await Outbound.ReceiveAsync(1, Minute, Cancellation));
        Assert.True(await ((IDeadLettering)Outbound).DeadLetterAsync(item, "no reason", Cancellation));

        var dead = Assert.Single(await _queues.Get("outbound-poison").ReceiveAsync(32, Minute, Cancellation));
        Assert.Equal("bad", dead.Body);
        Assert.True(await _queues.Get("outbound-poison").CompleteAsync(dead, Cancellation));
        await EventuallyAsync(() =>
        {
            Assert.Equal(0, _bus.Dead.Count);
            return Task.CompletedTask;
        });
        Assert.Equal(0, _bus.Outbound.Count);
    }

    [Fact]
    public async Task What_we_never_send_comes_without_a_body_and_does_no_harm()
    {
        _bus.Outbound.Add(new Message { BodySection = new Data { Binary = new byte[200_000] } });
        _bus.Outbound.Add(new Message { BodySection = new AmqpValue { Value = 7 } });
        _bus.Outbound.Add(new Message { BodySection = new Data { Binary = [0xff, 0x00, 0xc3] } });
        _bus.Outbound.Add(new Message());

        var items = await Outbound.ReceiveAsync(32, Minute, Cancellation);
        Assert.Equal(["", "", "", "\ufffd\0\ufffd"], items.Select(item => item.Body).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_body_that_cannot_be_decoded_does_not_hold_up_the_others()
    {
        await Outbound.SendAsync("before", TimeSpan.Zero, Cancellation);
        _bus.Outbound.Add(new Message { BodySection = new AmqpValue { Value = Nested(1000) } });
        await Outbound.SendAsync("behind", TimeSpan.Zero, Cancellation);

        var items = await Outbound.ReceiveAsync(32, Minute, Cancellation);
        Assert.Equal(["", "before", "behind"], items.Select(item => item.Body).Order(StringComparer.Ordinal));
        foreach (var item in items)
        {
            Assert.True(await Outbound.CompleteAsync(item, Cancellation));
        }
    }

    [Fact]
    public async Task Each_send_has_an_id_of_its_own()
    {
        await Outbound.SendAsync("a", TimeSpan.Zero, Cancellation);
        await Outbound.SendAsync("a", TimeSpan.Zero, Cancellation);
        Assert.Equal(2, _bus.Outbound.Sent.Where(id => id.Length > 0).Distinct().Count());
    }

    [Fact]
    public void Other_queues_stay_where_they_are() => Assert.Equal("incoming", _queues.Get("incoming").Name);

    /// <summary>Deeper than the library follows.</summary>
    private static List Nested(int depth)
    {
        var list = new List();
        for (var i = 1; i < depth; i++)
        {
            list = new List { list };
        }

        return list;
    }

    private static async Task EventuallyAsync(Func<Task> works)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await works();
                return;
            }
            catch (Exception e) when (tries < 50 && e is StorageUnavailableException or Xunit.Sdk.XunitException)
            {
                await Task.Delay(50, Cancellation);
            }
        }
    }
}
