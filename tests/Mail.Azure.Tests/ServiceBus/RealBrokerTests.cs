using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Azure.Tests;

/// <summary>
/// The protocol with a real AMQP 1.0 broker, RabbitMQ. It has no <c>$cbs</c> and no <c>$management</c> and knows no scheduled enqueue; those
/// are tested against the scripted endpoint.
/// </summary>
public sealed class RealBrokerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_are_sent_taken_given_back_and_completed()
    {
        await using var broker = await RabbitBroker.StartAsync(Cancellation);
        using var queues = Open(broker);
        var queue = queues.Get("outbound");
        await queue.SendAsync("ünïcode \r\n 🙂", TimeSpan.Zero, Cancellation);
        await queue.SendAsync("b", TimeSpan.Zero, Cancellation);

        var items = await queue.ReceiveAsync(32, Minute, Cancellation);
        Assert.Equal(["b", "ünïcode \r\n 🙂"], items.Select(item => item.Body).Order(StringComparer.Ordinal));
        Assert.All(items, item => Assert.Equal(1, item.DequeueCount));
        Assert.Empty(await queue.ReceiveAsync(32, Minute, Cancellation));

        Assert.True(await queue.CompleteAsync(items.Single(item => item.Body == "b"), Cancellation));
        Assert.NotNull(await queue.ExtendAsync(items.Single(item => item.Body != "b"), TimeSpan.Zero, Cancellation));
        var again = Assert.Single(await queue.ReceiveAsync(32, Minute, Cancellation));
        // RabbitMQ 3 does not count what is released.
        Assert.Equal("ünïcode \r\n 🙂", again.Body);
        Assert.True(await queue.CompleteAsync(again, Cancellation));
        Assert.Empty(await queue.ReceiveAsync(32, Minute, Cancellation));
    }

    private static ServiceBusWorkQueues Open(RabbitBroker broker) => new(
        new ServiceBusOptions { Endpoint = new Uri($"amqp://127.0.0.1:{broker.Port}"), LongestBackOff = TimeSpan.FromSeconds(1) },
        tokens: null,
        new InMemoryStorage(TimeProvider.System).Queues,
        TimeProvider.System,
        NullLoggerFactory.Instance);
}
