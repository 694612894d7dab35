using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IMessageLog"/> promises.</summary>
public abstract class MessageLogContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    protected abstract IMessageLog Log { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(250)]
    public async Task A_record_comes_back_as_it_was_written(int recipients)
    {
        var record = Record(recipients: recipients);
        await Log.RecordAsync(record, Cancellation);
        AssertSame(record, await Log.FindAsync(record.QueueId, Cancellation));
    }

    [Fact]
    public async Task The_null_reverse_path_stays_null()
    {
        var record = Record() with { ReversePath = null, NextAttemptAt = null, Subject = "", MessageId = "" };
        await Log.RecordAsync(record, Cancellation);
        AssertSame(record, await Log.FindAsync(record.QueueId, Cancellation));
    }

    [Fact]
    public async Task Who_released_a_message_is_remembered()
    {
        var record = Record() with { State = MessageState.Quarantined, ReleasedBy = "olga@example.test" };
        await Log.RecordAsync(record, Cancellation);
        AssertSame(record, await Log.FindAsync(record.QueueId, Cancellation));
        Assert.Equal([record.QueueId], await Ids(null, MessageState.Quarantined));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    public async Task The_first_record_of_a_message_is_not_written_over_another(int recipients)
    {
        var first = Record(recipients: recipients) with { ReleasedAt = Noon.AddMinutes(5) };
        Assert.True(await Log.AddAsync(first, Cancellation));
        Assert.False(await Log.AddAsync(first with { State = MessageState.Quarantined, Detail = "late", Recipients = [first.Recipients[0] with { Detail = "late" }] }, Cancellation));
        AssertSame(first, await Log.FindAsync(first.QueueId, Cancellation));
    }

    [Fact]
    public async Task Recording_twice_changes_nothing()
    {
        var record = Record(recipients: 3);
        await Log.RecordAsync(record, Cancellation);
        await Log.RecordAsync(record, Cancellation);
        AssertSame(record, await Log.FindAsync(record.QueueId, Cancellation));
    }

    [Fact]
    public async Task A_change_is_made_upon_what_is_there_and_keeps_the_rest()
    {
        var record = Record(recipients: 3);
        await Log.RecordAsync(record, Cancellation);
        var failed = record.Recipients[1] with { Outcome = RecipientOutcome.Failed, Detail = "550 5.1.1 no such user" };

        var changed = await Log.UpdateAsync(
            record.QueueId,
            found => found with { State = MessageState.Failed, Recipients = [found.Recipients[0], failed, found.Recipients[2]] },
            Cancellation);

        var expected = record with { State = MessageState.Failed, Recipients = [record.Recipients[0], failed, record.Recipients[2]] };
        AssertSame(expected, changed);
        AssertSame(expected, await Log.FindAsync(record.QueueId, Cancellation));
    }

    [Fact]
    public async Task Changes_made_at_once_are_all_made()
    {
        var record = Record(recipients: 8);
        await Log.RecordAsync(record, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async place => await Log.UpdateAsync(
            record.QueueId,
            found => found with
            {
                Attempts = found.Attempts + 1,
                Recipients = [.. found.Recipients.Select((r, i) => i == place ? r with { Detail = "changed" } : r)],
            },
            Cancellation)));

        var found = await Log.FindAsync(record.QueueId, Cancellation);
        Assert.Equal(record.Attempts + 8, found!.Attempts);
        Assert.All(found.Recipients, recipient => Assert.Equal("changed", recipient.Detail));
    }

    [Fact]
    public async Task A_record_that_is_not_there_is_not_changed() =>
        Assert.Null(await Log.UpdateAsync(Some.QueueId(), record => record with { Attempts = 9 }, Cancellation));

    [Fact]
    public async Task A_later_record_replaces_its_recipients_and_keeps_the_others()
    {
        var record = Record(recipients: 3) with { State = MessageState.Deferred };
        await Log.RecordAsync(record, Cancellation);
        var retried = record.Recipients[1] with { Outcome = RecipientOutcome.Failed, Deliveries = [], Detail = "" };
        await Log.RecordAsync(record with { State = MessageState.Failed, NextAttemptAt = null, Recipients = [retried] }, Cancellation);

        var expected = record with
        {
            State = MessageState.Failed,
            NextAttemptAt = null,
            Recipients = [record.Recipients[0], retried, record.Recipients[2]],
        };
        AssertSame(expected, await Log.FindAsync(record.QueueId, Cancellation));
    }

    [Fact]
    public async Task Keeps_a_recipient_that_went_to_a_thousand_places()
    {
        var record = Record();
        var many = record.Recipients[0] with { Deliveries = [.. Enumerable.Range(0, 1000).Select(i => $"{Some.AccountId()}/{record.QueueId}-1 INBOX {i}")] };
        await Log.RecordAsync(record with { Recipients = [many] }, Cancellation);
        AssertSame(record with { Recipients = [many] }, await Log.FindAsync(record.QueueId, Cancellation));
    }

    [Fact]
    public async Task Finds_by_message_id_newest_first_and_by_nothing_else()
    {
        var older = Record(Id(1)) with { MessageId = "it's' or '1' eq '1" };
        var newer = Record(Id(2)) with { MessageId = older.MessageId };
        foreach (var record in new[] { older, newer, Record(Id(3)) with { MessageId = "other@sender.test" } })
        {
            await Log.RecordAsync(record, Cancellation);
        }

        var found = await Log.FindByMessageIdAsync(older.MessageId, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([newer.QueueId, older.QueueId], found.Select(record => record.QueueId));
        AssertSame(newer, found[0]);
        Assert.Empty(await Log.FindByMessageIdAsync("' or MessageId ne '", Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Lists_in_order_of_arrival_by_state_and_from_where_one_asks()
    {
        var records = new List<MessageRecord>
        {
            Record(Id(1)) with { State = MessageState.Held },
            Record(Id(2), recipients: 2) with { State = MessageState.Delivered },
            Record(Id(3)) with { State = MessageState.Held },
        };
        foreach (var record in records.AsEnumerable().Reverse())
        {
            await Log.RecordAsync(record, Cancellation);
        }

        var all = await Log.ListAsync(null, null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(3, all.Count);
        Assert.All(records.Zip(all), pair => AssertSame(pair.First, pair.Second));
        Assert.Equal([Id(1), Id(3)], await Ids(null, MessageState.Held));
        Assert.Equal([Id(2), Id(3)], await Ids(Id(2), null));
        Assert.Equal([Id(3)], await Ids(Id(2), MessageState.Held));
    }

    [Fact]
    public async Task What_was_deleted_is_gone()
    {
        var record = Record(recipients: 150);
        Assert.Null(await Log.FindAsync(record.QueueId, Cancellation));
        await Log.RecordAsync(record, Cancellation);
        Assert.True(await Log.DeleteAsync(record.QueueId, Cancellation));
        Assert.False(await Log.DeleteAsync(record.QueueId, Cancellation));
        Assert.Null(await Log.FindAsync(record.QueueId, Cancellation));
    }

    private static QueueId Id(int day) => QueueId.FirstAt(Noon.AddDays(day));

    private static MessageRecord Record(QueueId? queueId = null, int recipients = 1) => new()
    {
        QueueId = queueId ?? Some.QueueId(),
        State = MessageState.Deferred,
        ReversePath = Some.Address("sender@sender.test"),
        MessageId = "m1@sender.test",
        Subject = "It's ünïcode",
        Size = 5_000_000_000,
        UpdatedAt = Noon,
        Attempts = 2,
        NextAttemptAt = Noon.AddHours(1),
        Detail = "waiting",
        Recipients =
        [
            .. Enumerable.Range(1, recipients).Select(place => new RecipientRecord
            {
                Place = place,
                Address = Some.Address($"user{place}@example.test"),
                Outcome = RecipientOutcome.Delivered,
                Detail = "filed",
                Deliveries = [$"acc/x-{place} INBOX 1", "outbound other.test/x-1"],
                At = Noon,
            }),
        ],
    };

    private static void AssertSame(MessageRecord expected, MessageRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected, actual with { Recipients = expected.Recipients });
        Assert.Equal(expected.Recipients.Count, actual.Recipients.Count);
        foreach (var (wanted, got) in expected.Recipients.Zip(actual.Recipients))
        {
            Assert.Equal(wanted.Deliveries, got.Deliveries);
            Assert.Equal(wanted, got with { Deliveries = wanted.Deliveries });
        }
    }

    private async Task<List<QueueId>> Ids(QueueId? from, MessageState? state) =>
        await Log.ListAsync(from, state, Cancellation).Select(record => record.QueueId).ToListAsync(Cancellation);
}
