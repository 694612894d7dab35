using System.Collections.Concurrent;
using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Azure.Tests;

/// <summary>The broker dies as in a power cut, over a durable queue of RabbitMQ, and comes back with what it had on its disk.</summary>
public sealed class BrokerCrashTests
{
    private const int Messages = 300;
    private const int KillAfter = 100;
    private const int Batch = 20;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Whatever_was_accepted_before_a_crash_in_the_middle_of_sending_arrives()
    {
        await using var broker = await RabbitBroker.StartAsync(Cancellation);
        using var connection = Connect(broker);
        using var queue = Open(connection);
        var accepted = new ConcurrentQueue<string>();
        var (numbers, retries, goal) = (0, 0, int.MaxValue);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var senders = Enumerable.Range(0, 4).Select(_ => SendAsync()).ToArray();
        await enough.Task.WaitAsync(Minute, Cancellation);
        await broker.KillAsync();
        var atTheCrash = accepted.Count;
        await broker.RunAsync(Cancellation);
        Volatile.Write(ref goal, atTheCrash + KillAfter);
        await Task.WhenAll(senders);
        var received = await ReceiveAllAsync(queue);

        Assert.True(retries > 0, "nothing was under way");
        Assert.Equal(accepted.Order(StringComparer.Ordinal), received.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(received.Count, accepted.Count, accepted.Count + retries);

        async Task SendAsync()
        {
            while (accepted.Count < Volatile.Read(ref goal))
            {
                var body = $"message {Interlocked.Increment(ref numbers)}";
                while (!await TrySendAsync(queue, body))
                {
                    Interlocked.Increment(ref retries);
                }

                accepted.Enqueue(body);
                if (accepted.Count >= KillAfter)
                {
                    enough.TrySetResult();
                }
            }
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task A_crash_in_the_middle_of_receiving_brings_back_what_was_in_flight_and_nothing_settled_before()
    {
        await using var broker = await RabbitBroker.StartAsync(Cancellation);
        using var connection = Connect(broker);
        using var queue = Open(connection);
        for (var i = 0; i < Messages; i++)
        {
            await queue.SendAsync($"message {i}", TimeSpan.Zero, Cancellation);
        }

        var settled = await SettleAsync(queue, KillAfter);
        // What the broker accepts here is on its disk, and with it what it was told before: now the others are settled for good.
        await queue.SendAsync("behind them", TimeSpan.Zero, Cancellation);
        var inFlight = await SettleAsync(queue, Batch);
        var held = await queue.ReceiveAsync(Batch, Minute, Cancellation);
        await broker.KillAsync();
        await broker.RunAsync(Cancellation);

        Assert.NotEmpty(held);
        await EventuallyAsync(async () => Assert.False(await queue.CompleteAsync(held[0], Cancellation)));
        var again = await ReceiveAllAsync(queue);
        var rest = Enumerable.Range(0, Messages).Select(i => $"message {i}").Append("behind them").Except(settled).Except(inFlight).ToList();
        Assert.Empty(rest.Except(again));
        Assert.Empty(again.Intersect(settled));
        Assert.Empty(again.Except(rest).Except(inFlight));
        Assert.Equal(again.Distinct().Count(), again.Count);
    }

    private static ServiceBusConnection Connect(RabbitBroker broker) => new(
        new ServiceBusOptions { Endpoint = new Uri($"amqp://127.0.0.1:{broker.Port}"), LongestBackOff = TimeSpan.FromSeconds(1) },
        tokens: null,
        TimeProvider.System,
        NullLogger<ServiceBusConnection>.Instance);

    // Under this address RabbitMQ takes a queue as it is. Under the name alone it would make one that dies with it.
    private static ServiceBusQueue Open(ServiceBusConnection connection) =>
        new(connection, QueueNames.Outbound, $"/amq/queue/{RabbitBroker.DurableQueue}", NullLogger.Instance);

    private static async Task<bool> TrySendAsync(ServiceBusQueue queue, string body)
    {
        try
        {
            await queue.SendAsync(body, TimeSpan.Zero, Cancellation);
            return true;
        }
        catch (StorageUnavailableException)
        {
            await Task.Delay(50, Cancellation);
            return false;
        }
    }

    /// <returns>The bodies of messages that were taken and completed.</returns>
    private static async Task<List<string>> SettleAsync(ServiceBusQueue queue, int count)
    {
        var done = new List<string>();
        while (done.Count < count)
        {
            foreach (var item in await queue.ReceiveAsync(Math.Min(Batch, count - done.Count), Minute, Cancellation))
            {
                Assert.True(await queue.CompleteAsync(item, Cancellation));
                done.Add(item.Body);
            }
        }

        return done;
    }

    /// <summary>Takes and completes until nothing comes any more.</summary>
    private static async Task<List<string>> ReceiveAllAsync(ServiceBusQueue queue)
    {
        var bodies = new List<string>();
        for (var empty = 0; empty < 4;)
        {
            var items = await TryReceiveAsync(queue);
            empty = items.Count == 0 ? empty + 1 : 0;
            foreach (var item in items)
            {
                Assert.True(await queue.CompleteAsync(item, Cancellation));
                bodies.Add(item.Body);
            }
        }

        return bodies;
    }

    private static async Task<IReadOnlyList<WorkItem>> TryReceiveAsync(ServiceBusQueue queue)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await queue.ReceiveAsync(Batch, Minute, Cancellation);
            }
            catch (StorageUnavailableException) when (tries < 100)
            {
                await Task.Delay(100, Cancellation);
            }
        }
    }

    private static async Task EventuallyAsync(Func<Task> holds)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await holds();
                return;
            }
            catch (Xunit.Sdk.XunitException) when (tries < 50)
            {
                await Task.Delay(50, Cancellation);
            }
        }
    }
}
