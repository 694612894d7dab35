using System.Text;
using Mail.Core;

namespace Mail.Processing.Tests;

public class SweepTests
{
    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_spooled_message_without_a_disposition_is_enqueued_when_it_is_old_enough()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        Assert.Equal(0, (await SweepAsync()).Orphans);
        _world.Time.Advance(_world.Options.OrphanAge + TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await SweepAsync()).Orphans);
        Assert.Equal(queueId, Assert.Single(await _world.TakeIncomingAsync()).QueueId);
    }

    [Fact]
    public async Task A_long_queue_is_not_doubled()
    {
        for (var i = 0; i < 3; i++)
        {
            var queueId = await _world.SpoolAsync("alice@example.test");
            await _world.Incoming.EnqueueAsync(new IncomingPointer(queueId), TimeSpan.Zero, Token);
            _world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _world.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(0, (await SweepAsync()).Orphans);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_withdrawn_message_is_no_orphan_and_goes_when_no_client_comes_again(bool isRecorded)
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.Storage.Spool.SetWithdrawnAsync(queueId, withdrawn: true, Token);
        if (isRecorded)
        {
            await _world.Storage.Log.RecordAsync(
                new MessageRecord
                {
                    QueueId = queueId,
                    State = MessageState.Deferred,
                    ReversePath = null,
                    UpdatedAt = _world.Time.GetUtcNow(),
                    NextAttemptAt = _world.Time.GetUtcNow(),
                },
                Token);
        }

        _world.Time.Advance(_world.Options.WithdrawnRetention);
        Assert.True((await SweepAsync()).DidNothing);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await SweepAsync()).Expired);
        Assert.Empty(await _world.Storage.Spool.ListAsync(null, Token).ToListAsync(Token));
        Assert.Null(await _world.Storage.Log.FindAsync(queueId, Token));
        Assert.Empty(await _world.TakeIncomingAsync());
    }

    [Fact]
    public async Task A_withdrawn_message_that_was_delivered_all_the_same_stays_as_long_as_any_other()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);
        await _world.Storage.Spool.SetWithdrawnAsync(queueId, withdrawn: true, Token);
        _world.Time.Advance(_world.Options.WithdrawnRetention + TimeSpan.FromMinutes(1));
        Assert.True((await SweepAsync()).DidNothing);
    }

    [Fact]
    public async Task A_message_with_a_disposition_is_left_alone()
    {
        await _world.RunAsync(await _world.SpoolAsync("alice@example.test"));
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.True((await SweepAsync()).DidNothing);
    }

    [Fact]
    public async Task Orphans_and_others_are_told_apart_in_one_walk()
    {
        var orphans = new List<QueueId>();
        for (var i = 0; i < 20; i++)
        {
            var queueId = await _world.SpoolAsync("alice@example.test");
            if (i % 3 == 0)
            {
                orphans.Add(queueId);
            }
            else
            {
                await _world.RunAsync(queueId);
            }

            _world.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        _world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(orphans.Count, (await SweepAsync()).Orphans);
        Assert.Equal(orphans, (await _world.TakeIncomingAsync()).Select(pointer => pointer.QueueId).Order());
    }

    [Fact]
    public async Task A_deferred_attempt_that_did_not_happen_is_made_up_for()
    {
        await _world.Storage.Directory.UpdateAccountAsync(_world.Alice with { QuotaBytes = 1 }, Token);
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);
        _world.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Single(await _world.TakeIncomingAsync());
        Assert.Equal(0, (await SweepAsync()).Overdue);
        _world.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(1, (await SweepAsync()).Overdue);
        Assert.True(Assert.Single(await _world.TakeIncomingAsync()).Attempt > 0);
    }

    /// <summary>Listing a large spool takes minutes.</summary>
    [Fact]
    public async Task An_attempt_that_was_made_since_the_message_was_listed_is_not_made_again_and_stays_on_record()
    {
        await _world.Storage.Directory.UpdateAccountAsync(_world.Alice with { QuotaBytes = 1 }, Token);
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);
        _world.Time.Advance(TimeSpan.FromHours(1));
        await _world.TakeIncomingAsync();
        _world.Storage.Log.Listed = () => DeliverAtLastAsync(queueId);

        Assert.Equal(0, (await SweepAsync()).Overdue);

        Assert.Equal(MessageState.Delivered, (await _world.RecordAsync(queueId)).State);
        Assert.Empty(await _world.TakeIncomingAsync());
    }

    [Fact]
    public async Task A_message_that_was_delivered_since_the_records_were_listed_is_no_orphan()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        _world.Time.Advance(_world.Options.OrphanAge + TimeSpan.FromSeconds(1));
        _world.Storage.Log.Listed = () => _world.RunAsync(queueId);

        Assert.Equal(0, (await SweepAsync()).Orphans);

        Assert.Equal(MessageState.Delivered, (await _world.RecordAsync(queueId)).State);
        Assert.Empty(await _world.TakeIncomingAsync());
    }

    private async Task<QueueId> RunNewAsync(string recipient = "alice@example.test")
    {
        var queueId = await _world.SpoolAsync(recipient);
        await _world.RunAsync(queueId);
        return queueId;
    }

    private async Task DeliverAtLastAsync(QueueId queueId)
    {
        await _world.Storage.Directory.UpdateAccountAsync(_world.Alice, Token);
        await _world.RunAsync(queueId, attempt: 1);
    }

    [Fact]
    public async Task A_message_that_the_flow_never_gets_done_is_tried_ever_more_rarely_and_in_the_end_not_at_all()
    {
        await _world.SpoolAsync("alice@example.test");
        var days = new List<int>();
        for (var day = 0; day < 8; day++)
        {
            for (var sweep = 0; sweep < 24 * 12; sweep++)
            {
                _world.Time.Advance(TimeSpan.FromMinutes(5));
                await SweepAsync();
            }

            // Taken, and nothing recorded: as if the flow had failed each time and the pointer had gone to poison.
            var pointers = 0;
            while (await _world.TakeIncomingAsync() is { Count: > 0 } taken)
            {
                pointers += taken.Count;
            }

            days.Add(pointers);
        }

        Assert.InRange(days[0], 1, 24);
        Assert.Equal([0, 0], days.TakeLast(2));
    }

    [Fact]
    public async Task After_the_retention_spool_record_and_mark_go_and_the_mail_stays()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);
        _world.Time.Advance(_world.Options.SpoolRetention + TimeSpan.FromHours(1));
        Assert.Equal(1, (await SweepAsync()).Expired);
        Assert.Null(await _world.Storage.Spool.FindAsync(queueId, Token));
        Assert.Null(await _world.Storage.Log.FindAsync(queueId, Token));
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.Storage.Mailboxes.ListMarksAsync(_world.Alice.AccountId, queueId, Token).ToListAsync(Token));

        await _world.RunAsync(await _world.SpoolAsync("alice@example.test"));
        _world.Time.Advance(_world.Options.SpoolRetention + TimeSpan.FromHours(1));
        Assert.Equal(1, (await SweepAsync()).Marks);
        Assert.Equal(2, (await _world.MailAsync(_world.Alice)).Count);
    }

    [Fact]
    public async Task Records_of_messages_that_are_gone_from_the_spool_go_as_well_when_their_time_is_over()
    {
        var (first, kept, last) = (await RunNewAsync(), await RunNewAsync(), await RunNewAsync());
        await _world.Storage.Directory.UpdateAccountAsync(_world.Alice with { QuotaBytes = 1 }, Token);
        var deferred = await RunNewAsync();
        await Task.WhenAll(new[] { first, last, deferred }.Select(id => _world.Storage.Spool.DeleteAsync(id, Token).AsTask()));
        Assert.Equal(0, (await SweepAsync()).Expired);

        _world.Time.Advance(_world.Options.SpoolRetention - TimeSpan.FromHours(1));
        await _world.Storage.Log.UpdateAsync(kept, record => record with { UpdatedAt = _world.Time.GetUtcNow() }, Token);
        _world.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(3, (await SweepAsync()).Expired);
        Assert.Equal([kept], await _world.Storage.Log.ListAsync(from: null, state: null, Token).Select(record => record.QueueId).ToListAsync(Token));
        Assert.True((await SweepAsync()).DidNothing);
    }

    [Fact]
    public async Task A_sweep_that_dies_between_the_message_and_its_record_is_made_up_for_by_the_next()
    {
        var queueId = await RunNewAsync();
        _world.Time.Advance(_world.Options.SpoolRetention + TimeSpan.FromHours(1));
        await _world.Storage.Spool.DeleteAsync(queueId, Token);

        Assert.Equal(1, (await SweepAsync()).Expired);
        Assert.Null(await _world.Storage.Log.FindAsync(queueId, Token));
    }

    [Fact]
    public async Task A_record_is_kept_while_its_message_waits_to_be_sent_although_the_spool_has_lost_it()
    {
        _world.Storage.Directory.AddAlias("fwd@example.test", "carol@elsewhere.test");
        var queueId = await RunNewAsync("fwd@example.test");
        await _world.Storage.Spool.DeleteAsync(queueId, Token);
        _world.Time.Advance(TimeSpan.FromDays(100));

        Assert.Equal(0, (await SweepAsync()).Expired);
        Assert.NotNull(await _world.Storage.Log.FindAsync(queueId, Token));
    }

    [Fact]
    public async Task A_message_that_waits_to_be_sent_is_never_removed()
    {
        _world.Storage.Directory.AddAlias("fwd@example.test", "carol@elsewhere.test");
        var queueId = await _world.SpoolAsync("fwd@example.test");
        await _world.RunAsync(queueId);
        _world.Time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(0, (await SweepAsync()).Expired);
        Assert.NotNull(await _world.Storage.Spool.FindAsync(queueId, Token));
    }

    [Fact]
    public async Task A_deferred_message_is_never_removed()
    {
        await _world.Storage.Directory.UpdateAccountAsync(_world.Alice with { QuotaBytes = 1 }, Token);
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);
        _world.Time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(0, (await SweepAsync()).Expired);
        Assert.NotNull(await _world.Storage.Spool.FindAsync(queueId, Token));
    }

    [Fact]
    public async Task A_dropped_file_becomes_a_message_once_for_our_own_domains_only()
    {
        Drop("letter.eml", "From: Carol <carol@elsewhere.test>\nTo: Alice <alice@example.test>, dave@elsewhere.test\nSubject: by hand\n\nHi\n");
        Assert.Equal(0, (await SweepAsync()).Adopted);
        _world.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, (await SweepAsync()).Adopted);
        Assert.Equal(0, (await SweepAsync()).Adopted);

        var pointer = Assert.Single(await _world.TakeIncomingAsync());
        await _world.RunAsync(pointer.QueueId, pointer.Attempt);
        var message = Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Equal("by hand", message.Summary.Subject);
        var raw = await _world.RawAsync(_world.Alice, message.Id);
        Assert.StartsWith("Return-Path: <carol@elsewhere.test>\r\n", raw, StringComparison.Ordinal);
        Assert.EndsWith("Subject: by hand\r\n\r\nHi\r\n", raw, StringComparison.Ordinal);
        Assert.Empty(await _world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData("no header at all")]
    [InlineData("")]
    [InlineData("To: dave@elsewhere.test\r\n\r\nnot for us")]
    [InlineData("To: <<<>>>,,;:\r\n\r\n")]
    public async Task A_dropped_file_that_is_for_nobody_here_is_left_alone(string content)
    {
        Drop("x.eml", content);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await SweepAsync()).Adopted);
        Assert.Single(await _world.Storage.Spool.ListAsync(null, Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_operation_fails_a_dropped_file_is_delivered_once(bool appliedFirst)
    {
        var failures = 0;
        for (var operation = 1; ; operation++)
        {
            var world = new FlowWorld();
            world.Storage.Spool.Drop("a.eml", Encoding.ASCII.GetBytes("To: alice@example.test\r\n\r\nHi\r\n"));
            world.Time.Advance(TimeSpan.FromMinutes(1));
            world.Storage.Faults.Fail(operation, appliedFirst);
            try
            {
                await world.Sweep.RunAsync(Token);
                break;
            }
            catch (StorageUnavailableException)
            {
                failures++;
            }

            await world.Sweep.RunAsync(Token);
            foreach (var pointer in await world.TakeIncomingAsync())
            {
                await world.RunAsync(pointer.QueueId, pointer.Attempt);
            }

            Assert.Single(await world.MailAsync(world.Alice));
        }

        Assert.True(failures >= 5, $"only {failures} operations failed");
    }

    private void Drop(string name, string content) => _world.Storage.Spool.Drop(name, Encoding.UTF8.GetBytes(content));

    private Task<SweepReport> SweepAsync() => _world.Sweep.RunAsync(Token);
}
