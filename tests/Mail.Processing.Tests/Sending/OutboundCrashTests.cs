using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>
/// The process dies at each step of an attempt, and at each request to the storage, and another goes on. Nobody is lost; the one window in which somebody
/// gets a second copy is between the other server's 250 and our write.
/// </summary>
public class OutboundCrashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<OutboundStage> Stages => [.. Enum.GetValues<OutboundStage>()];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_death_at_any_stage_loses_nobody_and_doubles_only_in_the_window(OutboundStage stage)
    {
        var world = new SendingWorld(new DeathAt(stage));
        var queueId = await world.SubmitAsync("a@other.test", notify: DsnNotify.Success);
        await Assert.ThrowsAsync<DeathAt.DiedException>(world.RunAsync);
        world.Restart();
        await world.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(10));

        Assert.Equal(stage == OutboundStage.Attempted ? 2 : 1, world.Sender.Taken.Count);
        await AssertSettledAsync(world, queueId, RecipientOutcome.Delivered);
        Assert.Equal(["Success"], await world.NoticesAsync());
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Nobody_is_told_twice_of_a_failure(OutboundStage stage)
    {
        var world = new SendingWorld(new DeathAt(stage));
        world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Refused(request));
        var queueId = await world.SubmitAsync("a@other.test b@other.test");
        await Assert.ThrowsAsync<DeathAt.DiedException>(world.RunAsync);
        world.Restart();
        await world.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(10));

        await AssertSettledAsync(world, queueId, RecipientOutcome.Failed);
        Assert.Equal(["Failure"], await world.NoticesAsync());
    }

    /// <param name="appliedFirst">Whether the lost request had taken effect.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_is_lost_anywhere_loses_nobody(bool appliedFirst)
    {
        for (var request = 1; request < 60; request++)
        {
            var world = new SendingWorld();
            var queueId = await world.SubmitAsync("a@other.test", notify: DsnNotify.Success);
            world.Storage.Faults.Fail(request, appliedFirst);
            await RunToTheFaultAsync(world);
            var isOver = world.Storage.Faults.Operations < request;
            world.Storage.Faults.Fail(0);
            await world.PassAsync(TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(10));

            Assert.Single(world.Sender.Taken);
            await AssertSettledAsync(world, queueId, RecipientOutcome.Delivered);
            Assert.Equal(["Success"], await world.NoticesAsync());
            if (isOver)
            {
                Assert.True(request > 10, "too few requests were seen");
                return;
            }
        }

        Assert.Fail("the attempt never ended");
    }

    private static async Task RunToTheFaultAsync(SendingWorld world)
    {
        try
        {
            var run = world.RunAsync();
            while (!run.IsCompleted)
            {
                // The outcome is written again after a second.
                world.Receiving.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.WhenAny(run, Task.Delay(1, Token));
            }

            await run;
        }
        catch (StorageUnavailableException)
        {
            // The pointer stays in the queue and comes again.
        }
    }

    private static async Task AssertSettledAsync(SendingWorld world, QueueId queueId, RecipientOutcome outcome)
    {
        Assert.Null(await world.JobAsync(queueId));
        Assert.All((await world.Receiving.RecordAsync(queueId)).Recipients, recipient => Assert.Equal(outcome, recipient.Outcome));
        Assert.Equal(0, await world.Storage.Queues.Get(QueueNames.Outbound).CountAsync(Token));
    }
}
