using Mail.Core;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public class OutboundQueueTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_held_and_released_by_the_id_of_its_message()
    {
        var job = await EnqueueAsync("other.test");
        Assert.Equal("id action detail", (await _world.RunAsync($"queue hold {job.QueueId} --json")).Succeeded().Shape);
        Assert.Equal(OutboundState.Held, (await FindAsync(job))!.State);
        Assert.Equal("held", (await _world.RunAsync("queue list --json")).Json[0].GetProperty("state").GetString());

        (await _world.RunAsync($"queue release {job.JobId}")).Succeeded();
        var released = await FindAsync(job);
        Assert.Equal((OutboundState.Queued, _world.Time.GetUtcNow()), (released!.State, released.NextAttemptAt));
        Assert.Equal(2, _world.Bodies(QueueNames.Outbound).Count);
    }

    [Fact]
    public async Task A_destination_is_held_released_flushed_and_deleted_as_a_whole()
    {
        var jobs = new[] { await EnqueueAsync("other.test"), await EnqueueAsync("other.test"), await EnqueueAsync("third.test") };
        (await _world.RunAsync("queue hold --destination Other.test")).Succeeded();
        Assert.Equal([OutboundState.Held, OutboundState.Held, OutboundState.Queued], await StatesAsync(jobs));
        Assert.Equal(2, (await _world.RunAsync("queue list --destination other.test --json")).Json.GetArrayLength());
        Assert.Equal(0, (await _world.RunAsync("queue flush --destination other.test --json")).Succeeded().Json.GetProperty("requeued").GetArrayLength());
        (await _world.RunAsync("queue release --destination other.test")).Succeeded();
        Assert.Equal(2, (await _world.RunAsync("queue flush --destination other.test --json")).Json.GetProperty("requeued").GetArrayLength());

        Assert.Contains("2 jobs", (await _world.RunAsync("queue delete --destination other.test")).Succeeded().Out, StringComparison.Ordinal);
        Assert.True((await FindAsync(jobs[0]))!.IsDone);
        Assert.Equal(OutboundRecipientState.Discarded, (await FindAsync(jobs[0]))!.Recipients[0].State);
        Assert.False((await FindAsync(jobs[2]))!.IsDone);
    }

    [Fact]
    public async Task Show_tells_what_became_of_each_recipient_of_a_job_and_who_is_at_it()
    {
        var job = await EnqueueAsync("other.test");
        await _world.RecordAsync(job.QueueId, MessageState.Delivered, RecipientOutcome.Queued, job.DeliveryText);
        var stored = await FindAsync(job);
        var now = _world.Time.GetUtcNow();
        await _world.Storage.Outbound.TryUpdateAsync(
            stored! with
            {
                Attempts = 2,
                NextAttemptAt = now.AddMinutes(10),
                LastReply = "450 4.2.0 later",
                LeaseOwner = "functions-1",
                LeaseUntil = now.AddSeconds(30),
                Recipients =
                [
                    stored.Recipients[0] with { Status = "4.2.0", Host = "mx.other.test", Reason = "later", Reply = new RemoteReply(450, "4.2.0 later", "mx.other.test") },
                    new OutboundRecipient(Some.Address("b@other.test"), 2) { State = OutboundRecipientState.Failed, Status = "5.1.1", Reason = "nobody", At = now },
                ],
            },
            Cancellation);

        foreach (var id in new[] { job.JobId, job.QueueId.ToString() })
        {
            var shown = (await _world.RunAsync($"queue show {id}")).Succeeded().Out;
            Assert.Contains(
                $"Job {job.JobId} for other.test: queued, 2 attempts, an attempt is under way at functions-1, until {Moment.Format(now.AddSeconds(30))} at most\n", shown, StringComparison.Ordinal);
            Assert.Contains("  a@other.test: pending, mx.other.test said: 450 4.2.0 later\n", shown, StringComparison.Ordinal);
            Assert.Contains($"  b@other.test: failed {Moment.Format(now)}, nobody\n", shown, StringComparison.Ordinal);
        }

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains($"2 attempts, next attempt {Moment.Format(now.AddMinutes(10))}\n", (await _world.RunAsync($"queue show {job.JobId}")).Succeeded().Out, StringComparison.Ordinal);
        var json = (await _world.RunAsync($"queue show {job.JobId} --json")).Succeeded();
        Assert.Contains(
            "jobs([id destination state attempts nextAttemptAt lastReply leaseOwner leaseUntil recipients([place address state status host reply reason at])])",
            json.Shape,
            StringComparison.Ordinal);
        Assert.Equal(2, json.Json.GetProperty("attempts").GetInt32());
    }

    [Theory]
    [InlineData("other.test")]
    [InlineData("relay.test:2525")]
    public async Task A_flush_asks_a_dead_next_hop_again(string nextHop)
    {
        var queueId = (await EnqueueAsync("other.test")).QueueId;
        if (nextHop != "other.test")
        {
            (await _world.RunAsync($"transport add * --smarthost {nextHop} --tls none")).Succeeded();
        }

        await _world.Storage.Destinations.TryWriteAsync(
            new DestinationState
            {
                Destination = nextHop,
                Window = 5,
                DeadUntil = _world.Time.GetUtcNow().AddHours(1),
                Reason = "connect: refused",
                UpdatedAt = _world.Time.GetUtcNow(),
            },
            Cancellation);
        var dead = (await _world.RunAsync("status --json")).Json.GetProperty("deadDestinations")[0];
        Assert.Equal(nextHop, dead.GetProperty("destination").GetString());
        Assert.Equal("connect: refused", dead.GetProperty("reason").GetString());

        Assert.Equal(1, (await _world.RunAsync("queue flush 01k9zq3v5x8r4c2m7n6p1d0e9f")).ExitCode);
        Assert.Equal(2, (await _world.RunAsync($"queue flush {queueId} --destination other.test")).ExitCode);
        Assert.NotNull((await _world.Storage.Destinations.FindAsync(nextHop, Cancellation))!.DeadUntil);
        (await _world.RunAsync($"queue flush {queueId}")).Succeeded();
        Assert.Null((await _world.Storage.Destinations.FindAsync(nextHop, Cancellation))!.DeadUntil);
        Assert.Equal(0, (await _world.RunAsync("status --json")).Json.GetProperty("deadDestinations").GetArrayLength());
    }

    [Theory]
    [InlineData("queue hold")]
    [InlineData("queue delete 01k9zq3v5x8r4c2m7n6p1d0e9f --destination other.test")]
    public async Task One_thing_has_to_be_named(string commandLine) =>
        (await _world.RunAsync(commandLine)).Misused("Say which: an ID, or --destination.");

    private async Task<OutboundJob> EnqueueAsync(string destination)
    {
        var queueId = await _world.SpoolAsync(enqueue: false);
        var job = new OutboundJob
        {
            JobId = queueId + "-1",
            QueueId = queueId,
            Destination = destination,
            ReversePath = Some.Address(),
            Recipients = [new OutboundRecipient(Some.Address("a@" + destination), 1)],
            CreatedAt = _world.Time.GetUtcNow(),
        };
        await _world.Storage.Outbound.EnqueueAsync(job, Cancellation);
        return job;
    }

    private async Task<OutboundJob?> FindAsync(OutboundJob job) => await _world.Storage.Outbound.FindAsync(job.Pointer, Cancellation);

    private async Task<OutboundState[]> StatesAsync(OutboundJob[] jobs)
    {
        var states = new List<OutboundState>();
        foreach (var job in jobs)
        {
            states.Add((await FindAsync(job))!.State);
        }

        return [.. states];
    }
}
