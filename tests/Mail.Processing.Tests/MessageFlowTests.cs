using Mail.Core;

namespace Mail.Processing.Tests;

public class MessageFlowTests
{
    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_with_our_fields_before_it_and_nothing_changed_behind()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        var result = await _world.RunAsync(queueId);

        Assert.Equal(MessageState.Delivered, result.State);
        var message = Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Equal("INBOX", message.Folder);
        Assert.Equal(
            $"""
            Return-Path: <x@sender.test>
            Delivered-To: alice@example.test
            Received: by mx.example.test with local id {queueId}-1
             for <alice@example.test>; Fri, 02 Jan 2026 12:00:00 +0000

            """.ReplaceLineEndings("\r\n") + FlowWorld.Message,
            await _world.RawAsync(_world.Alice, message.Id));
    }

    [Fact]
    public async Task The_index_row_tells_what_it_is_and_why_it_is_there()
    {
        await _world.RunAsync(await _world.SpoolAsync("alice@example.test"));
        var message = Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Equal("hi", message.Summary.Subject);
        Assert.Equal("1@sender.test", message.Summary.MessageId);
        Assert.Equal("Hello", message.Summary.Preview);
        Assert.Contains("account alice@example.test", message.Decision.Route);
        Assert.Equal("INBOX: no rule applies", message.Decision.Sort);
        Assert.NotEmpty(message.Decision.Screen);
    }

    [Fact]
    public async Task The_null_reverse_path_is_written_as_such()
    {
        await _world.RunAsync(await _world.SpoolAsync("alice@example.test", reversePath: null));
        var message = Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.StartsWith("Return-Path: <>\r\n", await _world.RawAsync(_world.Alice, message.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_recipient_has_an_outcome_on_record()
    {
        _world.Storage.Directory.AddAlias("fwd@example.test", "carol@elsewhere.test", "bob@example.test");
        var queueId = await _world.SpoolAsync("alice@example.test fwd@example.test");
        await _world.RunAsync(queueId);

        var record = await _world.RecordAsync(queueId);
        Assert.Equal(MessageState.Delivered, record.State);
        Assert.Equal([RecipientOutcome.Delivered, RecipientOutcome.Queued], record.Recipients.Select(r => r.Outcome));
        Assert.Equal([$"{_world.Alice.AccountId}/{queueId}-1 INBOX 1"], record.Recipients[0].Deliveries);
        Assert.Equal(
            [$"{_world.Bob.AccountId}/{queueId}-1 INBOX 1", $"outbound elsewhere.test/{queueId}-3"],
            record.Recipients[1].Deliveries);
    }

    [Fact]
    public async Task A_list_and_its_member_give_one_copy()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        var queueId = await _world.SpoolAsync("team@example.test alice@example.test");
        await _world.RunAsync(queueId);
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.All((await _world.RecordAsync(queueId)).Recipients, r => Assert.Equal(RecipientOutcome.Delivered, r.Outcome));
    }

    [Fact]
    public async Task A_list_with_a_full_member_gives_the_others_one_copy_over_all_attempts()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test", "carol@elsewhere.test");
        await SetQuotaAsync(_world.Bob, 10);
        var queueId = await _world.SpoolAsync("alice@example.test team@example.test");
        await _world.RunAsync(queueId);
        await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, "x", Token);
        await SetQuotaAsync(_world.Bob, null);
        await _world.RunAsync(queueId, attempt: 1);
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Single(await _world.Storage.Outbound.ListAsync(queueId, Token).ToListAsync(Token));
        Assert.Equal(MessageState.Delivered, (await _world.RecordAsync(queueId)).State);
    }

    [Fact]
    public async Task A_further_pointer_to_a_deferred_message_starts_no_further_schedule()
    {
        await SetQuotaAsync(_world.Alice, 10);
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);
        _world.Time.Advance(_world.Options.FirstRetry);
        await _world.RunAsync(queueId, Assert.Single(await _world.TakeIncomingAsync()).Attempt);
        for (var i = 0; i < 5; i++)
        {
            await _world.RunAsync(queueId, attempt: 1);
        }

        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Single(await _world.TakeIncomingAsync());
    }

    [Fact]
    public async Task A_detail_that_names_a_folder_files_there_and_any_other_goes_to_inbox()
    {
        await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, "Lists", Token);
        await _world.RunAsync(await _world.SpoolAsync("alice+lists@example.test"));
        await _world.RunAsync(await _world.SpoolAsync("alice+other@example.test"));
        await _world.RunAsync(await _world.SpoolAsync("alice+\U0001F389@example.test"));
        Assert.Equal(["INBOX", "INBOX", "Lists"], (await _world.MailAsync(_world.Alice)).Select(m => m.Folder).Order());
        Assert.Equal(["INBOX", "Lists"], await FolderNamesAsync());
    }

    [Fact]
    public async Task Recipients_of_one_destination_share_a_job()
    {
        var queueId = await _world.SpoolAsync("a@one.test b@two.test c@one.test", user: "alice@example.test");
        await _world.RunAsync(queueId);
        Assert.Equal(
            [("one.test", $"{queueId}-1", null, "a@one.test c@one.test"), ("two.test", $"{queueId}-1", null, "b@two.test")],
            await JobsAsync(queueId));
        Assert.Equal(2, await _world.Storage.Queues.Get(QueueNames.Outbound).CountAsync(Token));
    }

    [Fact]
    public async Task Each_address_that_sends_on_has_a_job_of_its_own_and_nobody_gets_two_copies()
    {
        _world.Storage.Directory.AddAlias("f1@example.test", "a@one.test", "b@two.test");
        _world.Storage.Directory.AddAlias("f2@example.test", "c@one.test", "a@one.test");
        var queueId = await _world.SpoolAsync("f1@example.test f2@example.test");
        await _world.RunAsync(queueId);
        Assert.Equal(
            [
                ("one.test", $"{queueId}-2", "f1@example.test", "a@one.test"),
                ("one.test", $"{queueId}-3", "f2@example.test", "c@one.test"),
                ("two.test", $"{queueId}-2", "f1@example.test", "b@two.test"),
            ],
            await JobsAsync(queueId));
        var record = await _world.RecordAsync(queueId);
        Assert.Equal([$"outbound one.test/{queueId}-2", $"outbound one.test/{queueId}-3"], record.Recipients[1].Deliveries);
    }

    [Fact]
    public async Task A_full_mailbox_defers_that_recipient_only_and_the_next_attempt_delivers()
    {
        await SetQuotaAsync(_world.Alice, 10);
        var queueId = await _world.SpoolAsync("alice@example.test bob@example.test");
        Assert.Equal(MessageState.Deferred, (await _world.RunAsync(queueId)).State);
        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
        var record = await _world.RecordAsync(queueId);
        Assert.Equal([RecipientOutcome.Deferred, RecipientOutcome.Delivered], record.Recipients.Select(r => r.Outcome));
        Assert.Contains("full", record.Recipients[0].Detail, StringComparison.Ordinal);

        Assert.Empty(await _world.TakeIncomingAsync());
        await SetQuotaAsync(_world.Alice, null);
        _world.Time.Advance(_world.Options.FirstRetry);
        var pointer = Assert.Single(await _world.TakeIncomingAsync());
        Assert.Equal(1, pointer.Attempt);
        Assert.Equal(MessageState.Delivered, (await _world.RunAsync(queueId, pointer.Attempt)).State);
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Equal(2, (await _world.RecordAsync(queueId)).Attempts);
    }

    [Fact]
    public async Task Attempts_wait_longer_and_end_with_the_lifetime_but_the_message_stays()
    {
        await SetQuotaAsync(_world.Alice, 10);
        var queueId = await _world.SpoolAsync("alice@example.test");
        var began = _world.Time.GetUtcNow();
        var waits = new List<double>();
        await _world.RunAsync(queueId);
        for (var attempt = 1; (await _world.RecordAsync(queueId)).NextAttemptAt is { } next; attempt++)
        {
            waits.Add((next - _world.Time.GetUtcNow()).TotalSeconds);
            _world.Time.SetUtcNow(next);
            await _world.RunAsync(queueId, attempt);
        }

        Assert.Equal([300, 600, 1200, 2400, 4000, 4000], waits.Take(6));
        Assert.True(_world.Time.GetUtcNow() - began <= _world.Options.Lifetime);
        var record = await _world.RecordAsync(queueId);
        Assert.Equal(MessageState.Deferred, record.State);
        Assert.Contains("no more attempts", record.Detail, StringComparison.Ordinal);
        Assert.NotNull(await _world.Storage.Spool.FindAsync(queueId, Token));
    }

    [Fact]
    public async Task A_user_who_vanished_after_rcpt_defers_and_nothing_is_relayed()
    {
        var queueId = await _world.SpoolAsync("gone@example.test x@no-longer-ours.test");
        await _world.RunAsync(queueId);
        Assert.All((await _world.RecordAsync(queueId)).Recipients, r => Assert.Equal(RecipientOutcome.Deferred, r.Outcome));
        Assert.Empty(await _world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task An_authenticated_user_may_send_elsewhere()
    {
        var queueId = await _world.SpoolAsync("carol@elsewhere.test", user: "alice@example.test");
        Assert.Equal(MessageState.Delivered, (await _world.RunAsync(queueId)).State);
        Assert.Equal("carol@elsewhere.test", (await _world.Storage.Outbound.ListAsync(Token).SingleAsync(Token)).Recipients[0].Address.ToString());
    }

    [Fact]
    public async Task A_held_message_is_left_alone_until_it_is_released()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.Storage.Spool.SetHoldAsync(queueId, hold: true, Token);
        Assert.Equal(MessageState.Held, (await _world.RunAsync(queueId)).State);
        Assert.Equal(MessageState.Held, (await _world.RecordAsync(queueId)).State);
        Assert.Empty(await _world.MailAsync(_world.Alice));

        await _world.Storage.Spool.SetHoldAsync(queueId, hold: false, Token);
        Assert.Equal(MessageState.Delivered, (await _world.RunAsync(queueId, attempt: 1)).State);
        Assert.Single(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task A_withdrawn_message_is_left_alone_without_a_record_until_it_is_given_free()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.Storage.Spool.SetWithdrawnAsync(queueId, withdrawn: true, Token);
        Assert.Null((await _world.RunAsync(queueId)).State);
        Assert.Null(await _world.Storage.Log.FindAsync(queueId, Token));
        Assert.Empty(await _world.MailAsync(_world.Alice));

        await _world.Storage.Spool.SetWithdrawnAsync(queueId, withdrawn: false, Token);
        Assert.Equal(MessageState.Delivered, (await _world.RunAsync(queueId, attempt: 1)).State);
        Assert.Single(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task A_pointer_to_nothing_is_done_with() =>
        Assert.Null((await _world.RunAsync(QueueId.New(_world.Time))).State);

    [Fact]
    public async Task A_second_pointer_changes_nothing_even_after_the_user_deleted_the_message()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);
        var message = Assert.Single(await _world.MailAsync(_world.Alice));
        _world.Storage.Mailboxes.Expunge(_world.Alice.AccountId, message.Id);
        await _world.RunAsync(queueId);
        await _world.RunAsync(queueId, dequeueCount: 2);
        await _world.RunAsync(queueId, attempt: 1);
        Assert.Empty(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task A_deleted_message_is_not_delivered_by_a_late_pointer()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.Storage.Log.RecordAsync(
            new MessageRecord { QueueId = queueId, State = MessageState.Deleted, ReversePath = null, UpdatedAt = _world.Time.GetUtcNow() }, Token);
        Assert.Equal(MessageState.Deleted, (await _world.RunAsync(queueId, dequeueCount: 2)).State);
        Assert.Empty(await _world.MailAsync(_world.Alice));
    }

    /// <summary>Each storage operation of a run is lost in turn, before or after it took effect; then the queue redelivers.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_operation_fails_a_second_run_leaves_each_mailbox_with_one_copy(bool appliedFirst)
    {
        var failures = 0;
        for (var operation = 1; ; operation++)
        {
            var world = new FlowWorld();
            await SetQuotaAsync(world, world.Bob, 10);
            world.Storage.Directory.AddAlias("all@example.test", "alice@example.test", "bob@example.test", "carol@elsewhere.test");
            var queueId = await world.SpoolAsync("all@example.test alice@example.test");
            world.Storage.Faults.Fail(operation, appliedFirst);
            if (!await FailsAsync(() => world.RunAsync(queueId)))
            {
                break;
            }

            failures++;
            await world.RunAsync(queueId, dequeueCount: 2);
            Assert.Single(await world.MailAsync(world.Alice));
            Assert.Empty(await world.MailAsync(world.Bob));
            Assert.Single(await world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
            Assert.Equal(MessageState.Deferred, (await world.RecordAsync(queueId)).State);
            world.Time.Advance(TimeSpan.FromHours(1));
            Assert.NotEmpty(await world.TakeIncomingAsync());
        }

        // Open, find directory rows, two deliveries, job and pointer, record, next attempt: fewer would mean that nothing was tested.
        Assert.True(failures >= 10, $"only {failures} operations failed");
    }

    private static async Task<bool> FailsAsync(Func<Task> run)
    {
        try
        {
            await run();
            return false;
        }
        catch (StorageUnavailableException)
        {
            return true;
        }
    }

    private Task SetQuotaAsync(AccountEntry account, long? quota) => SetQuotaAsync(_world, account, quota);

    private static async Task SetQuotaAsync(FlowWorld world, AccountEntry account, long? quota) =>
        Assert.True(await world.Storage.Directory.UpdateAccountAsync(account with { QuotaBytes = quota }, Token));

    private async Task<(string Destination, string JobId, string? ForwardedBy, string Recipients)[]> JobsAsync(QueueId queueId) =>
        [
            .. (await _world.Storage.Outbound.ListAsync(queueId, Token).ToListAsync(Token))
                .Select(job => (job.Destination, job.JobId, job.ForwardedBy?.ToString(), string.Join(' ', job.Recipients.Select(r => r.Address))))
                .Order(),
        ];

    private async Task<List<string>> FolderNamesAsync() =>
        await _world.Storage.Mailboxes.ListFoldersAsync(_world.Alice.AccountId, Token).Select(folder => folder.Name).Order().ToListAsync(Token);
}
