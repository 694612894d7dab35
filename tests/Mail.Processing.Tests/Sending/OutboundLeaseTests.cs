using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>An attempt whose lease cannot be renewed, and an outcome that cannot be written, because the storage is away.</summary>
public class OutboundLeaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task An_attempt_stops_when_its_lease_is_over_and_was_not_renewed()
    {
        var world = new SendingWorld();
        world.Sender.Script = async (request, token) =>
        {
            world.Storage.Faults.Unavailable = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return ScriptedSender.Sent(request);
        };
        var queueId = await world.SubmitAsync("a@other.test");
        var run = world.RunAsync();
        await PassUntilAsync(world, () => run.IsCompleted, TimeSpan.FromSeconds(40));
        // It could not even put the pointer back, which stays in its queue.
        await Assert.ThrowsAsync<StorageUnavailableException>(() => run);

        world.Storage.Faults.Unavailable = false;
        world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Sent(request));
        await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10));
        Assert.Single(world.Sender.Taken);
        Assert.Null(await world.JobAsync(queueId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_renewed_lease_lasts_as_long_as_the_attempt()
    {
        var world = new SendingWorld();
        var answer = new TaskCompletionSource();
        world.Sender.Script = async (request, token) =>
        {
            await answer.Task.WaitAsync(token);
            return ScriptedSender.Sent(request);
        };
        await world.SubmitAsync("a@other.test");
        var run = world.RunAsync();
        await PassUntilAsync(world, () => false, TimeSpan.FromMinutes(5));
        Assert.False(run.IsCompleted);
        answer.SetResult();
        await PassUntilAsync(world, () => run.IsCompleted, TimeSpan.FromSeconds(30));
        await run;
        Assert.Single(world.Sender.Taken);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_other_server_said_is_written_when_the_storage_is_back_and_nobody_gets_it_twice()
    {
        var world = new SendingWorld();
        world.Sender.Script = (request, _) =>
        {
            world.Storage.Faults.Unavailable = true;
            return Task.FromResult(ScriptedSender.Sent(request));
        };
        var queueId = await world.SubmitAsync("a@other.test");
        var run = world.RunAsync();
        await PassUntilAsync(world, () => run.IsCompleted, TimeSpan.FromMinutes(3));
        Assert.False(run.IsCompleted);

        world.Storage.Faults.Unavailable = false;
        await PassUntilAsync(world, () => run.IsCompleted, TimeSpan.FromSeconds(10));
        await run;
        await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10));
        Assert.Single(world.Sender.Taken);
        Assert.Null(await world.JobAsync(queueId));
    }

    private static async Task PassUntilAsync(SendingWorld world, Func<bool> isOver, TimeSpan limit)
    {
        for (var passed = TimeSpan.Zero; passed < limit && !isOver(); passed += TimeSpan.FromSeconds(1))
        {
            world.Receiving.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2, Token);
        }
    }
}
