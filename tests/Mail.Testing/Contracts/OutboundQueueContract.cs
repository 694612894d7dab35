using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IOutboundQueue"/> promises.</summary>
public abstract class OutboundQueueContract
{
    protected abstract IOutboundQueue Outbound { get; }

    /// <summary>Where the pointers go.</summary>
    protected abstract IWorkQueues Queues { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_stored_and_pointed_to()
    {
        var job = Job();
        await Outbound.EnqueueAsync(job, Cancellation);

        AssertSame(job, Assert.Single(await Outbound.ListAsync(job.QueueId, Cancellation).ToListAsync(Cancellation)));
        var item = Assert.Single(await Queues.Get(QueueNames.Outbound).PeekAsync(32, Cancellation));
        Assert.True(OutboundPointer.TryParse(item.Body, out var pointer));
        Assert.Equal(new OutboundPointer(job.Destination, job.JobId), pointer);
    }

    [Fact]
    public async Task The_same_job_again_adds_what_was_missing_and_doubles_nothing()
    {
        var job = Job();
        var more = new OutboundRecipient(Some.Address("third@other.test"), 3);
        await Outbound.EnqueueAsync(job, Cancellation);
        await Outbound.EnqueueAsync(job with { Recipients = [job.Recipients[1], more] }, Cancellation);
        await Outbound.EnqueueAsync(job, Cancellation);

        var stored = Assert.Single(await Outbound.ListAsync(Cancellation).ToListAsync(Cancellation));
        AssertSame(job with { Recipients = [.. job.Recipients, more] }, stored);
    }

    [Fact]
    public async Task A_literal_as_destination_and_the_null_reverse_path_are_kept()
    {
        var job = Job() with { Destination = "[IPv6:2001:db8::1]", ReversePath = null };
        await Outbound.EnqueueAsync(job, Cancellation);
        AssertSame(job, Assert.Single(await Outbound.ListAsync(job.QueueId, Cancellation).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Lists_the_jobs_of_one_message_or_of_all()
    {
        var job = Job();
        var elsewhere = job with { Destination = "third.test", ForwardedBy = Some.Address("fwd@example.test") };
        foreach (var each in new[] { job, elsewhere, Job() })
        {
            await Outbound.EnqueueAsync(each, Cancellation);
        }

        var jobs = await Outbound.ListAsync(job.QueueId, Cancellation).OrderBy(each => each.Destination).ToListAsync(Cancellation);
        Assert.Equal(2, jobs.Count);
        AssertSame(job, jobs[0]);
        AssertSame(elsewhere, jobs[1]);
        Assert.Equal(3, await Outbound.ListAsync(Cancellation).CountAsync(Cancellation));
        Assert.Empty(await Outbound.ListAsync(Some.QueueId(), Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_job_for_a_thousand_recipients_is_kept_whole()
    {
        var job = Job() with { Recipients = [.. Enumerable.Range(1, 1000).Select(i => new OutboundRecipient(Some.Address($"{new string('u', 50)}{i}@other.test"), i))] };
        await Outbound.EnqueueAsync(job, Cancellation);
        AssertSame(job, Assert.Single(await Outbound.ListAsync(job.QueueId, Cancellation).ToListAsync(Cancellation)));
    }

    private static OutboundJob Job()
    {
        var queueId = Some.QueueId();
        return new OutboundJob
        {
            JobId = queueId + "-1",
            QueueId = queueId,
            Destination = "other.test",
            ReversePath = Some.Address("sender@sender.test"),
            Recipients = [new(Some.Address("one@other.test"), 1), new(Some.Address("\"two, 2\"@other.test"), 2)],
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
    }

    private static void AssertSame(OutboundJob expected, OutboundJob actual)
    {
        Assert.Equal(expected.Recipients, actual.Recipients);
        Assert.Equal(expected, actual with { Recipients = expected.Recipients });
    }
}
