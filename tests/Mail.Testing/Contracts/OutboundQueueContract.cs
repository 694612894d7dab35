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

    [Fact]
    public async Task Everything_that_an_attempt_writes_is_kept()
    {
        var job = await StoredAsync(Job());
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);
        var changed = job with
        {
            State = OutboundState.Held,
            Attempts = 3,
            NextAttemptAt = at,
            LastReply = "451 4.7.1 try later",
            LeaseOwner = "one",
            LeaseUntil = at.AddMinutes(1),
            DelayToldAt = at,
            Notices = [new OutboundNotice(Some.QueueId(), NoticeKind.Failure, [0])],
            Recipients =
            [
                job.Recipients[0] with
                {
                    State = OutboundRecipientState.Failed, Host = "mx.other.test", Reason = "refused", At = at,
                    Status = "5.1.1", Reply = new RemoteReply(550, "5.1.1 no \"such\" user: ünknown", "mx.other.test"),
                },
                job.Recipients[1],
            ],
        };
        var updated = await Outbound.TryUpdateAsync(changed, Cancellation);

        Assert.NotNull(updated);
        Assert.NotEqual(job.Version, updated.Version);
        var found = await Outbound.FindAsync(job.Pointer, Cancellation);
        AssertSame(changed, found!);
        Assert.Equal(updated.Version, found!.Version);
    }

    [Fact]
    public async Task Of_two_who_read_the_same_only_one_can_change_it()
    {
        var job = await StoredAsync(Job());
        Assert.NotNull(await Outbound.TryUpdateAsync(job with { LeaseOwner = "one" }, Cancellation));
        Assert.Null(await Outbound.TryUpdateAsync(job with { LeaseOwner = "two" }, Cancellation));
        Assert.False(await Outbound.TryDeleteAsync(job, Cancellation));
        Assert.Equal("one", (await Outbound.FindAsync(job.Pointer, Cancellation))!.LeaseOwner);
    }

    [Fact]
    public async Task A_job_that_is_removed_is_gone_for_everybody()
    {
        var job = await StoredAsync(Job());
        Assert.True(await Outbound.TryDeleteAsync(job, Cancellation));
        Assert.False(await Outbound.TryDeleteAsync(job, Cancellation));
        Assert.Null(await Outbound.TryUpdateAsync(job, Cancellation));
        Assert.Null(await Outbound.FindAsync(job.Pointer, Cancellation));
    }

    [Fact]
    public async Task Enqueueing_again_makes_nobody_pending_who_is_final()
    {
        var job = await StoredAsync(Job());
        var sent = job.Recipients[0] with { State = OutboundRecipientState.Sent, Host = "mx.other.test" };
        await Outbound.TryUpdateAsync(job with { Recipients = [sent, job.Recipients[1]] }, Cancellation);
        await Outbound.EnqueueAsync(job with { Version = "" }, Cancellation);

        Assert.Equal([sent, job.Recipients[1]], (await Outbound.FindAsync(job.Pointer, Cancellation))!.Recipients);
    }

    [Fact]
    public async Task Lists_the_jobs_of_one_destination()
    {
        var job = await StoredAsync(Job());
        await StoredAsync(Job() with { Destination = "third.test" });
        Assert.Equal(job.JobId, Assert.Single(await Outbound.ListAsync("other.test", Cancellation).ToListAsync(Cancellation)).JobId);
    }

    [Fact]
    public async Task A_pointer_comes_when_it_is_due()
    {
        var pointer = new OutboundPointer("other.test", Some.QueueId() + "-1");
        await Outbound.PointAsync(pointer, TimeSpan.FromHours(1), Cancellation);
        var queue = Queues.Get(QueueNames.Outbound);
        Assert.Empty(await queue.PeekAsync(32, Cancellation));
        Assert.Equal(1, await queue.CountAsync(Cancellation));
    }

    private async Task<OutboundJob> StoredAsync(OutboundJob job)
    {
        await Outbound.EnqueueAsync(job, Cancellation);
        return (await Outbound.FindAsync(job.Pointer, Cancellation))!;
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
        Assert.Equal(expected.Notices.Select(Text), actual.Notices.Select(Text));
        Assert.Equal(expected, actual with { Recipients = expected.Recipients, Notices = expected.Notices, Version = expected.Version });
    }

    private static string Text(OutboundNotice notice) => $"{notice.QueueId} {notice.Kind} {string.Join(',', notice.Recipients)}";
}
