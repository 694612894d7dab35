using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>A job that waits has a pointer, whoever died or was interrupted; and no more of them with each look.</summary>
public class LostPointerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An interrupted run gives its pointer back at once, and its lease is not over then.</summary>
    [Theory]
    [InlineData(OutboundStage.Written)]
    [InlineData(OutboundStage.Noticed)]
    [InlineData(OutboundStage.Recorded)]
    public async Task A_pointer_that_comes_again_while_its_dead_owner_holds_the_lease_is_not_dropped(OutboundStage stage)
    {
        var world = Deferring(new DeathAt(stage));
        await world.SubmitAsync("a@other.test");
        var item = Assert.Single(await Queue(world).ReceiveAsync(32, TimeSpan.FromSeconds(30), Token));
        Assert.True(OutboundPointer.TryParse(item.Body, out var pointer));
        await Assert.ThrowsAsync<DeathAt.DiedException>(() => world.Flow.ProcessAsync(pointer, 1, Token));
        world.Restart();
        await world.Flow.ProcessAsync(pointer, 2, Token);
        await Queue(world).CompleteAsync(item, Token);

        await world.PassAsync(TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(10));
        Assert.Equal(2, world.Sender.Requests.Count);
        Assert.Equal(1, await Queue(world).CountAsync(Token));
    }

    [Fact]
    public async Task A_pointer_that_was_sent_again_after_an_outage_is_not_dropped()
    {
        var world = Deferring();
        var queueId = await world.SubmitAsync("a@other.test");
        await world.RunAsync();
        await LoseAsync(world, TimeSpan.FromMinutes(5));
        var job = await world.JobAsync(queueId);
        await Queue(world).SendAsync((job!.Pointer with { IsAgain = true }).ToJson(), TimeSpan.Zero, Token);
        // Further away than clocks differ.
        await world.Storage.Outbound.TryUpdateAsync(job with { NextAttemptAt = world.Receiving.Time.GetUtcNow().AddHours(1) }, Token);

        await world.PassAsync(TimeSpan.FromMinutes(62));
        Assert.Equal(2, world.Sender.Requests.Count);
    }

    [Fact]
    public async Task A_pointer_comes_before_its_time_where_clocks_differ_and_is_not_dropped()
    {
        var world = Deferring();
        var queueId = await world.SubmitAsync("a@other.test");
        await world.RunAsync();
        var job = await world.JobAsync(queueId);
        await world.Storage.Outbound.TryUpdateAsync(job! with { NextAttemptAt = job.NextAttemptAt!.Value.AddMinutes(1) }, Token);

        await world.PassAsync(TimeSpan.FromMinutes(7), TimeSpan.FromSeconds(10));
        Assert.Equal(2, world.Sender.Requests.Count);
    }

    [Fact]
    public async Task Sweeps_do_not_multiply_the_pointers_of_a_backlog()
    {
        var world = new SendingWorld();
        await world.SubmitAsync("a@other.test");
        world.Receiving.Time.Advance(TimeSpan.FromHours(7));
        for (var i = 0; i < 12; i++)
        {
            await world.Receiving.Sweep.RunAsync(Token);
            world.Receiving.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(2, await Queue(world).CountAsync(Token));
        await world.RunAsync();
        Assert.Single(world.Sender.Taken);
    }

    [Fact]
    public async Task More_pointers_than_can_be_counted_are_not_taken_for_lost()
    {
        var world = new SendingWorld();
        var queueId = await world.SubmitAsync("a@other.test");
        var job = await world.JobAsync(queueId);
        for (var number = 1; number <= IWorkQueue.MostCounted; number++)
        {
            await world.Storage.Outbound.EnqueueAsync(job! with { Destination = $"other{number}.test" }, Token);
        }

        var first = Assert.Single(await Queue(world).ReceiveAsync(1, TimeSpan.FromSeconds(30), Token));
        await Queue(world).CompleteAsync(first, Token);
        world.Receiving.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(0, (await world.Receiving.Sweep.RunAsync(Token)).Overdue);
        Assert.Equal(IWorkQueue.MostCounted, await Queue(world).CountAsync(Token));
    }

    [Fact]
    public async Task A_notice_that_another_process_owes_is_not_forgotten()
    {
        var other = QueueId.New(TimeProvider.System);
        SendingWorld? world = null;
        var watch = new At(OutboundStage.Noticed, async () =>
        {
            var job = await world!.Storage.Outbound.ListAsync(Token).FirstAsync(Token);
            Assert.NotNull(await world.Storage.Outbound.TryUpdateAsync(
                job with { LeaseOwner = "another", Notices = [.. job.Notices, new OutboundNotice(other, NoticeKind.Failure, [0])] }, Token));
        });
        world = Deferring(watch);
        var queueId = await world.SubmitAsync("a@other.test");
        await world.RunAsync();

        Assert.Equal(other, Assert.Single((await world.JobAsync(queueId))!.Notices).QueueId);
    }

    private static SendingWorld Deferring(IOutboundWatch? watch = null)
    {
        var world = new SendingWorld(watch);
        world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Deferred(request));
        return world;
    }

    private static IWorkQueue Queue(SendingWorld world) => world.Storage.Queues.Get(QueueNames.Outbound);

    private static async Task LoseAsync(SendingWorld world, TimeSpan after)
    {
        world.Receiving.Time.Advance(after);
        foreach (var item in await Queue(world).ReceiveAsync(32, TimeSpan.FromMinutes(1), Token))
        {
            await Queue(world).CompleteAsync(item, Token);
        }
    }

    private sealed class At(OutboundStage stage, Func<Task> does) : IOutboundWatch
    {
        public async ValueTask ReachedAsync(OutboundStage reached)
        {
            if (reached == stage)
            {
                await does();
            }
        }
    }
}
