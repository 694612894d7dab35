using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IFetchState"/> promises.</summary>
public abstract class FetchStateContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly string _id = Some.QueueId().ToString();

    protected abstract IFetchState State { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_an_account_that_was_never_visited_nothing_is_remembered()
    {
        var memory = await State.LoadAsync(_id, Cancellation);
        Assert.Equal(FetchHealth.Good, memory.Health);
        Assert.Empty(memory.Folders);
        Assert.Empty(await State.LoadBatchesAsync(_id, "INBOX", Cancellation));
    }

    [Fact]
    public async Task Health_and_folders_are_remembered_as_they_are()
    {
        var health = new FetchHealth
        {
            Owner = "\"a/b\"@example.test/far",
            Failures = 3,
            FailingSince = Noon,
            NextAttemptAt = Noon.AddHours(1),
            Problem = "no connection",
            ToldAt = Noon.AddMinutes(1),
            LastMessageAt = Noon.AddDays(-1),
            Messages = 5_000_000_000,
            Octets = 7_000_000_000_000,
        };
        var inbox = new FetchFolder { Folder = "INBOX", UidValidity = null, Revision = "abc" };
        var sent = new FetchFolder { Folder = "Sent/ünï:x", UidValidity = 4_000_000_000, Revision = null, NextDeletionAt = Noon, LeastLeft = 5_000_000_000 };
        await State.SetHealthAsync(_id, health, Cancellation);
        await State.SetFolderAsync(_id, inbox, Cancellation);
        await State.SetFolderAsync(_id, sent, Cancellation);
        await State.WriteBatchAsync(_id, Batch("INBOX", 1, 5), Cancellation);

        var memory = await State.LoadAsync(_id, Cancellation);
        Assert.Equal(health, memory.Health);
        Assert.Equal([inbox, sent], memory.Folders.Values.OrderBy(folder => folder.Folder, StringComparer.Ordinal));

        await State.SetHealthAsync(_id, FetchHealth.Good, Cancellation);
        Assert.Equal(FetchHealth.Good, (await State.LoadAsync(_id, Cancellation)).Health);
    }

    [Fact]
    public async Task Batches_come_back_in_order_and_of_their_folder_only()
    {
        // More than one binary column holds.
        await Write(Batch("INBOX", 10, 10_000));
        await Write(Batch("INBOX", 2, 3));
        await Write(Batch("INBOX:2", 1, 1));
        await Write(Batch("Sent/ünï", 1, 2));

        var batches = await State.LoadBatchesAsync(_id, "INBOX", Cancellation);
        Assert.Equal([2, 10], batches.Select(batch => batch.Number));
        Assert.Equal(Batch("INBOX", 10, 10_000).Messages, batches[1].Messages);
        Assert.Equal(Noon.AddTicks(10), batches[1].At);
        Assert.Equal(2, Assert.Single(await State.LoadBatchesAsync(_id, "Sent/ünï", Cancellation)).Messages.Count);
    }

    [Fact]
    public async Task Of_two_that_write_a_batch_one_is_told_that_the_other_was_faster()
    {
        var first = await Write(Batch("INBOX", 1, 2));
        Assert.Null(await State.WriteBatchAsync(_id, Batch("INBOX", 1, 3), Cancellation));
        var second = await Write(first with { Attempts = 1 });
        Assert.Null(await State.WriteBatchAsync(_id, first with { Attempts = 2 }, Cancellation));
        Assert.Equal(1, Assert.Single(await State.LoadBatchesAsync(_id, "INBOX", Cancellation)).Attempts);
        await Write(second with { Attempts = 5 });
    }

    [Fact]
    public async Task Batches_are_put_together_all_at_once_or_not_at_all()
    {
        List<FetchBatch> old = [await Write(Batch("INBOX", 1, 2)), await Write(Batch("INBOX", 2, 2)), await Write(Batch("INBOX", 3, 2))];
        await Write(old[1] with { Attempts = 1 });
        Assert.False(await State.MergeBatchesAsync(_id, old, Batch("INBOX", 3, 6), Cancellation));
        Assert.Equal(3, (await State.LoadBatchesAsync(_id, "INBOX", Cancellation)).Count);

        var now = await State.LoadBatchesAsync(_id, "INBOX", Cancellation);
        Assert.True(await State.MergeBatchesAsync(_id, now, Batch("INBOX", 3, 6), Cancellation));
        var merged = Assert.Single(await State.LoadBatchesAsync(_id, "INBOX", Cancellation));
        Assert.Equal(6, merged.Messages.Count);
        Assert.True(await State.MergeBatchesAsync(_id, [merged], merged with { Messages = [] }, Cancellation));
        Assert.Empty(await State.LoadBatchesAsync(_id, "INBOX", Cancellation));
    }

    [Fact]
    public async Task What_happened_is_listed_newest_first_until_it_is_old()
    {
        FetchEvent[] events = [Event(0, isFailure: false), Event(1, isFailure: true), Event(2, isFailure: false)];
        foreach (var happened in events)
        {
            await State.AddEventAsync(_id, happened, Cancellation);
        }

        Assert.Equal(events.Reverse(), await State.ListEventsAsync(_id, Cancellation).ToListAsync(Cancellation));
        Assert.True(await State.PruneAsync(Noon.AddMinutes(1), Cancellation) > 0);
        Assert.Equal([events[2], events[1]], await State.ListEventsAsync(_id, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task An_account_can_be_forgotten()
    {
        await State.SetHealthAsync(_id, new FetchHealth { Failures = 1 }, Cancellation);
        await Write(Batch("INBOX", 1, 2));
        await State.AddEventAsync(_id, Event(0, isFailure: false), Cancellation);
        await State.ForgetAsync(_id, Cancellation);
        await State.ForgetAsync(_id, Cancellation);
        Assert.Equal(FetchHealth.Good, (await State.LoadAsync(_id, Cancellation)).Health);
        Assert.Empty(await State.LoadBatchesAsync(_id, "INBOX", Cancellation));
        Assert.Empty(await State.ListEventsAsync(_id, Cancellation).ToListAsync(Cancellation));
    }

    private static FetchEvent Event(int minute, bool isFailure) => new(Noon.AddMinutes(minute), isFailure, minute, minute * 10, TimeSpan.FromSeconds(1.5), $"event {minute}");

    private static FetchBatch Batch(string folder, long number, int messages) => new()
    {
        Folder = folder,
        Number = number,
        At = Noon.AddTicks(number),
        Messages =
        [
            .. Enumerable.Range(0, messages).Select(i => new FetchMark(ulong.MaxValue - (ulong)i, (ulong)(i * 1_000_000_007L), (FetchMarkState)(i % 4))),
        ],
    };

    private async Task<FetchBatch> Write(FetchBatch batch)
    {
        var written = await State.WriteBatchAsync(_id, batch, Cancellation);
        Assert.NotNull(written?.Version);
        return written;
    }
}
