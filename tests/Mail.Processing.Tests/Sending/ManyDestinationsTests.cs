using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>
/// 200 destinations, of which 20 are dead and 20 slow, and five messages for each, through a pool of 128 attempts, a third of which those may have that
/// have not answered. By a clock that the test moves: an attempt takes 0.1 s, a slow one 5 s, and a dead one 30 s until its time-out.
/// </summary>
public class ManyDestinationsTests
{
    private const int Destinations = 200;
    private const int Bad = 20;
    private const int MessagesEach = 5;
    private const int Pool = 128;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_dead_cost_the_live_ones_one_put_back_at_most_and_none_gets_more_than_its_window()
    {
        var (without, _) = await RunAsync(dead: 0);
        var (with, sender) = await RunAsync(dead: Bad);

        // What the dead cost is the first half second, until they are known to be silent, and one put-back, however many messages there are.
        Assert.True(with <= without + 3, $"{with} s with dead destinations, {without} s without");
        Assert.All(sender.MostAtOnce, most => Assert.InRange(most.Value, 1, 20));
        Assert.All(sender.MostAtOnce.Where(most => most.Key.StartsWith("dead", StringComparison.Ordinal)), most => Assert.Equal(1, most.Value));
    }

    /// <summary>Gives after how many seconds the last message for a live and quick destination had been taken.</summary>
    private static async Task<(double Seconds, ScriptedSender Sender)> RunAsync(int dead)
    {
        var world = new SendingWorld(pool: Pool, patience: new OutboundOptions().Patience);
        world.Sender.Script = async (request, token) =>
        {
            var kind = request.Destination[..4];
            await Task.Delay(TimeSpan.FromSeconds(kind switch { "dead" => 30, "slow" => 5, _ => 0.1 }), world.Receiving.Time, token);
            return kind == "dead" ? ScriptedSender.Unreachable(request) : ScriptedSender.Sent(request);
        };
        await EnqueueAsync(world, dead);
        var start = world.Receiving.Time.GetUtcNow();
        var live = (Destinations - (2 * Bad)) * MessagesEach;
        var running = new HashSet<Task>();
        while (world.Sender.Taken.Count(taken => taken.Recipient.Domain.StartsWith("live", StringComparison.Ordinal)) < live)
        {
            running.RemoveWhere(task => task.IsCompleted);
            await TakeAsync(world, running);
            await Task.Delay(1, Token);
            world.Receiving.Time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.True(world.Receiving.Time.GetUtcNow() - start < TimeSpan.FromMinutes(10), "the live ones do not finish");
        }

        return ((world.Receiving.Time.GetUtcNow() - start).TotalSeconds, world.Sender);
    }

    private static async Task EnqueueAsync(SendingWorld world, int dead)
    {
        for (var number = 0; number < MessagesEach; number++)
        {
            for (var i = 0; i < Destinations; i++)
            {
                var kind = i % 10 == 0 ? "dead" : i % 10 == 1 ? "slow" : "live";
                if (kind != "dead" || dead > 0)
                {
                    await world.SubmitAsync($"a@{kind}{i}.test");
                }
            }
        }
    }

    /// <summary>As the engine: no more than the pool at once, each pointer completed when its run is over.</summary>
    private static async Task TakeAsync(SendingWorld world, HashSet<Task> running)
    {
        var queue = world.Storage.Queues.Get(QueueNames.Outbound);
        if (Pool - running.Count is > 0 and var room)
        {
            foreach (var item in await queue.ReceiveAsync(Math.Min(32, room), TimeSpan.FromMinutes(5), Token))
            {
                running.Add(RunAsync(world, queue, item));
            }
        }
    }

    private static async Task RunAsync(SendingWorld world, IWorkQueue queue, WorkItem item)
    {
        Assert.True(OutboundPointer.TryParse(item.Body, out var pointer));
        await world.Flow.ProcessAsync(pointer, item.DequeueCount, Token);
        await queue.CompleteAsync(item, Token);
    }
}
