using Mail.Core;

namespace Mail.Processing.Tests;

public class QuarantineTests
{
    private static readonly ScreenVerdict Virus = new("clamav: infected: Eicar") { Action = ScanAction.Quarantine };

    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_gets_what_is_in_quarantine_and_the_record_says_why()
    {
        var queueId = await HoldAsync("alice@example.test bob@example.test");

        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Empty(await _world.MailAsync(_world.Bob));
        var record = await _world.RecordAsync(queueId);
        Assert.Equal((MessageState.Quarantined, "clamav: infected: Eicar", null), (record.State, record.Detail, record.NextAttemptAt));
        Assert.Equal(["alice@example.test", "bob@example.test"], record.Recipients.Select(recipient => recipient.Address.ToString()));
        Assert.Empty(await _world.TakeIncomingAsync());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 1)]
    public async Task Another_pointer_does_not_let_it_out(int attempt, int dequeueCount)
    {
        var queueId = await HoldAsync("alice@example.test");

        Assert.Equal(MessageState.Quarantined, (await _world.RunAsync(queueId, attempt, dequeueCount)).State);

        Assert.Empty(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task What_is_released_is_delivered_whatever_the_scanners_say_and_the_record_knows_by_whom()
    {
        var queueId = await HoldAsync("alice@example.test");

        Assert.Equal(QuarantineResult.Done, await _world.Quarantine.ReleaseAsync(queueId, "olga", Token));
        await RunAllAsync();

        Assert.Single(await _world.MailAsync(_world.Alice));
        var record = await _world.RecordAsync(queueId);
        Assert.Equal((MessageState.Delivered, "olga"), (record.State, record.ReleasedBy));
    }

    [Fact]
    public async Task Releasing_it_twice_and_a_late_first_pointer_make_no_second_copy()
    {
        var queueId = await HoldAsync("alice@example.test carol@elsewhere.test", user: "alice@example.test");

        Assert.Equal(QuarantineResult.Done, await _world.Quarantine.ReleaseAsync(queueId, "olga", Token));
        Assert.Equal(QuarantineResult.Done, await _world.Quarantine.ReleaseAsync(queueId, "peter", Token));
        await RunAllAsync();
        await _world.RunAsync(queueId);

        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
        var record = await _world.RecordAsync(queueId);
        Assert.Equal((MessageState.Delivered, "olga"), (record.State, record.ReleasedBy));
        Assert.Equal(QuarantineResult.NotQuarantined, await _world.Quarantine.ReleaseAsync(queueId, "peter", Token));
    }

    [Fact]
    public async Task A_release_that_died_before_its_pointer_is_finished_by_the_sweep()
    {
        var queueId = await HoldAsync("alice@example.test");
        await _world.Quarantine.ReleaseAsync(queueId, "olga", Token);
        await _world.TakeIncomingAsync();

        _world.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, (await _world.Sweep.RunAsync(Token)).Overdue);
        await RunAllAsync();

        Assert.Single(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task A_recipient_who_has_to_wait_after_the_release_gets_it_later_without_being_asked_again()
    {
        var queueId = await HoldAsync("alice@example.test");
        await _world.Storage.Directory.RemoveAccountAsync(_world.Alice.Address, Token);
        await _world.Quarantine.ReleaseAsync(queueId, "olga", Token);
        await RunAllAsync();
        Assert.Equal((MessageState.Deferred, "olga"), ((await _world.RecordAsync(queueId)).State, (await _world.RecordAsync(queueId)).ReleasedBy));

        _world.Storage.Directory.AddAccount("alice@example.test", _world.Alice.AccountId);
        Assert.Equal(MessageState.Delivered, (await _world.RunAsync(queueId, attempt: 2)).State);
    }

    /// <summary>Two first pointers, of which one takes a long time over its scanner.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_was_released_and_delivered_while_a_scanner_took_its_time_is_not_put_back(int dequeueCount)
    {
        _world.Screen.Verdict = Virus;
        var queueId = await _world.SpoolAsync("alice@example.test carol@elsewhere.test", user: "alice@example.test");
        _world.Screen.Meanwhile = async () =>
        {
            await _world.RunAsync(queueId);
            await _world.Quarantine.ReleaseAsync(queueId, "olga", Token);
            await RunAllAsync();
        };

        await _world.RunAsync(queueId, dequeueCount: dequeueCount);

        Assert.Equal((MessageState.Delivered, "olga"), ((await _world.RecordAsync(queueId)).State, (await _world.RecordAsync(queueId)).ReleasedBy));
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task What_was_deleted_while_a_scanner_took_its_time_does_not_come_back()
    {
        var queueId = await HoldAsync("alice@example.test");
        await _world.Storage.Log.UpdateAsync(queueId, record => record with { State = MessageState.Deferred }, Token);
        _world.Screen.Meanwhile = async () => await _world.Storage.Log.UpdateAsync(queueId, record => record with { State = MessageState.Deleted }, Token);

        await _world.RunAsync(queueId, attempt: 1);

        Assert.Equal(MessageState.Deleted, (await _world.RecordAsync(queueId)).State);
    }

    [Fact]
    public async Task What_the_spool_has_lost_cannot_be_released_and_can_be_ended()
    {
        var queueId = await HoldAsync("alice@example.test");
        await _world.Storage.Spool.DeleteAsync(queueId, Token);

        Assert.Equal(QuarantineResult.NotInSpool, await _world.Quarantine.ReleaseAsync(queueId, "olga", Token));

        Assert.Equal(MessageState.Quarantined, (await _world.RecordAsync(queueId)).State);
        Assert.Empty(await _world.TakeIncomingAsync());
        Assert.Equal(QuarantineResult.Done, await _world.Quarantine.DeleteAsync(queueId, "olga", Token));
        Assert.Equal(QuarantineResult.NotQuarantined, await _world.Quarantine.ReleaseAsync(queueId, "olga", Token));
    }

    /// <summary>Its lifetime has been over for weeks, but nobody has tried to deliver it.</summary>
    [Fact]
    public async Task A_message_that_is_released_late_is_tried_for_its_whole_lifetime()
    {
        var queueId = await HoldAsync("alice@example.test");
        _world.Time.Advance(TimeSpan.FromDays(20));
        await _world.Storage.Directory.UpdateAccountAsync(_world.Alice with { QuotaBytes = 1 }, Token);
        await _world.Quarantine.ReleaseAsync(queueId, "olga", Token);
        await RunAllAsync();
        Assert.NotNull((await _world.RecordAsync(queueId)).NextAttemptAt);

        _world.Time.Advance(_world.Options.Lifetime - TimeSpan.FromHours(2));
        Assert.Equal(1, (await _world.Sweep.RunAsync(Token)).Overdue);
        await RunAllAsync();
        Assert.NotNull((await _world.RecordAsync(queueId)).NextAttemptAt);

        _world.Time.Advance(TimeSpan.FromHours(2));
        await _world.Sweep.RunAsync(Token);
        await RunAllAsync();
        Assert.Null((await _world.RecordAsync(queueId)).NextAttemptAt);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_its_record_says_by_whom()
    {
        var queueId = await HoldAsync("alice@example.test");

        Assert.Equal(QuarantineResult.Done, await _world.Quarantine.DeleteAsync(queueId, "olga", Token));

        Assert.Null(await _world.Storage.Spool.FindAsync(queueId, Token));
        var record = await _world.RecordAsync(queueId);
        Assert.Equal((MessageState.Deleted, "deleted from quarantine by olga"), (record.State, record.Detail));
        Assert.Equal(RecipientOutcome.Discarded, Assert.Single(record.Recipients).Outcome);
        Assert.Equal(QuarantineResult.NotQuarantined, await _world.Quarantine.ReleaseAsync(queueId, "olga", Token));
    }

    [Fact]
    public async Task What_was_never_in_quarantine_is_not_touched()
    {
        var queueId = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(queueId);

        Assert.Equal(QuarantineResult.NotQuarantined, await _world.Quarantine.ReleaseAsync(queueId, "olga", Token));
        Assert.Equal(QuarantineResult.NotQuarantined, await _world.Quarantine.DeleteAsync(queueId, "olga", Token));
        Assert.Equal(QuarantineResult.NotFound, await _world.Quarantine.ReleaseAsync(QueueId.New(_world.Time), "olga", Token));
        Assert.Equal(MessageState.Delivered, (await _world.RecordAsync(queueId)).State);
    }

    [Fact]
    public async Task The_sweep_keeps_it_longer_than_the_spool_and_removes_it_when_its_time_is_over()
    {
        var queueId = await HoldAsync("alice@example.test");

        _world.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, (await _world.Sweep.RunAsync(Token)).Expired);
        Assert.Equal(MessageState.Quarantined, (await _world.RecordAsync(queueId)).State);

        _world.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, (await _world.Sweep.RunAsync(Token)).Expired);
        Assert.Null(await _world.Storage.Spool.FindAsync(queueId, Token));
        Assert.Null(await _world.Storage.Log.FindAsync(queueId, Token));
    }

    [Fact]
    public async Task A_scanner_that_fails_closed_makes_the_message_wait_until_it_answers()
    {
        _world.Screen.Verdict = new ScreenVerdict("clamav: failed: no answer") { Action = ScanAction.Defer };
        var queueId = await _world.SpoolAsync("alice@example.test");
        Assert.Equal(MessageState.Deferred, (await _world.RunAsync(queueId)).State);
        var record = await _world.RecordAsync(queueId);
        Assert.Equal(_world.Time.GetUtcNow() + _world.Options.FirstRetry, record.NextAttemptAt);
        Assert.Equal("clamav: failed: no answer", Assert.Single(record.Recipients).Detail);

        _world.Screen.Verdict = new ScreenVerdict("passed");
        _world.Time.Advance(_world.Options.FirstRetry);
        await RunAllAsync();
        Assert.Single(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task Nobody_gets_what_is_discarded_and_it_stays_in_the_spool_for_its_time()
    {
        _world.Screen.Verdict = new ScreenVerdict("clamav: infected: Eicar") { Action = ScanAction.Discard };
        var queueId = await _world.SpoolAsync("alice@example.test");

        await _world.RunAsync(queueId);

        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Equal(RecipientOutcome.Discarded, Assert.Single((await _world.RecordAsync(queueId)).Recipients).Outcome);
        Assert.NotNull(await _world.Storage.Spool.FindAsync(queueId, Token));
    }

    private async Task<QueueId> HoldAsync(string recipients, string? user = null)
    {
        _world.Screen.Verdict = Virus;
        var queueId = await _world.SpoolAsync(recipients, user: user);
        Assert.Equal(MessageState.Quarantined, (await _world.RunAsync(queueId)).State);
        return queueId;
    }

    private async Task RunAllAsync()
    {
        foreach (var pointer in await _world.TakeIncomingAsync())
        {
            await _world.RunAsync(pointer.QueueId, pointer.Attempt);
        }
    }
}
