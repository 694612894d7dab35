using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

public class OutboundSweepTests
{
    private readonly SendingWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_whose_pointer_is_lost_gets_another()
    {
        var queueId = await _world.SubmitAsync("a@other.test");
        await LoseAsync();
        Assert.Equal(0, (await _world.Receiving.Sweep.RunAsync(Token)).Overdue);
        _world.Receiving.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, (await _world.Receiving.Sweep.RunAsync(Token)).Overdue);
        await _world.RunAsync();
        Assert.Equal(queueId, Assert.Single(_world.Sender.Taken).QueueId);
    }

    [Fact]
    public async Task A_job_whose_owner_died_is_taken_over()
    {
        var queueId = await _world.SubmitAsync("a@other.test");
        await LoseAsync();
        var job = await _world.JobAsync(queueId);
        await _world.Storage.Outbound.TryUpdateAsync(
            job! with { LeaseOwner = "dead", LeaseUntil = _world.Receiving.Time.GetUtcNow().AddSeconds(30) }, Token);
        _world.Receiving.Time.Advance(TimeSpan.FromMinutes(16));
        await _world.Receiving.Sweep.RunAsync(Token);
        await _world.RunAsync();
        Assert.Single(_world.Sender.Taken);
        Assert.Null(await _world.JobAsync(queueId));
    }

    [Fact]
    public async Task A_long_queue_is_not_doubled_and_what_is_held_is_left_alone()
    {
        var first = await _world.SubmitAsync("a@other.test");
        await _world.SubmitAsync("b@other.test");
        var job = await _world.JobAsync(first);
        await _world.Storage.Outbound.TryUpdateAsync(job! with { State = OutboundState.Held }, Token);
        _world.Receiving.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(0, (await _world.Receiving.Sweep.RunAsync(Token)).Overdue);
        Assert.Equal(2, await _world.Storage.Queues.Get(QueueNames.Outbound).CountAsync(Token));
    }

    [Fact]
    public async Task The_spooled_message_stays_as_long_as_a_job_needs_it()
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Deferred(request));
        await _world.Storage.Settings.SetAsync(new SiteSettingRow("queue-lifetime", "30d"), Token);
        var queueId = await _world.SubmitAsync("a@other.test");
        await _world.RunAsync();
        _world.Receiving.Time.Advance(TimeSpan.FromDays(20));
        await _world.Receiving.Sweep.RunAsync(Token);
        Assert.NotNull(await _world.Storage.Spool.FindAsync(queueId, Token));
    }

    private async Task LoseAsync()
    {
        var queue = _world.Storage.Queues.Get(QueueNames.Outbound);
        foreach (var item in await queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Token))
        {
            await queue.CompleteAsync(item, Token);
        }
    }
}
