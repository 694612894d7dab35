using Mail.Core;

namespace Mail.Gateway.Tests;

public sealed class InDoubtWorkerTests : IDisposable
{
    private readonly AcceptanceBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_withdrawal_goes_on_until_storage_is_back()
    {
        var refused = await RefuseAsync();
        _bench.Storage.Faults.Unavailable = true;
        for (var i = 0; i < 10; i++)
        {
            await _bench.WorkAsync();
            _bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _bench.Storage.Faults.Unavailable = false;
        Assert.NotNull(await _bench.Storage.Spool.FindAsync(refused, CancellationToken.None));
        await _bench.WithdrawAsync();
        Assert.Equal(0, await _bench.SpooledAsync());
    }

    [Fact]
    public async Task It_does_not_ask_a_storage_that_is_down_all_the_time()
    {
        await RefuseAsync();
        _bench.Storage.Faults.Unavailable = true;
        var before = _bench.Storage.Faults.Operations;
        for (var i = 0; i < 600; i++)
        {
            await _bench.WorkAsync();
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // 1, 2, 4, 8 s, then every ten seconds: in ten minutes 4 + 58 or so.
        Assert.InRange(_bench.Storage.Faults.Operations - before, 60, 70);
    }

    [Fact]
    public async Task A_write_that_comes_late_is_withdrawn_as_well()
    {
        var refused = await RefuseAsync();
        await using var message = await _bench.Storage.Spool.OpenAsync(refused, CancellationToken.None);
        await _bench.Storage.Spool.DeleteAsync(refused, CancellationToken.None);
        await _bench.WorkAsync();

        await using (var late = await _bench.Storage.Spool.BeginAsync(message!.Envelope, CancellationToken.None))
        {
            await late.CommitAsync(CancellationToken.None);
        }

        await _bench.WithdrawAsync();
        Assert.Equal(0, await _bench.SpooledAsync());
        Assert.Equal(0, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_withdrawal_that_takes_effect_late_does_not_harm_what_a_retry_was_promised()
    {
        var refused = await RefuseAsync();
        _bench.Spool.IsLate = true;
        await _bench.WorkAsync();
        _bench.Spool.IsLate = false;
        var retry = await _bench.SendAsync();
        Assert.Equal(refused, retry.QueueId);
        retry.Handling!.Finish();

        Assert.Equal(0, _bench.Spool.ComeLate());
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_retry_may_come_when_the_withdrawal_took_effect_unnoticed()
    {
        var refused = await RefuseAsync();
        _bench.Spool.IsLate = true;
        await _bench.WorkAsync();
        _bench.Spool.IsLate = false;
        Assert.Equal(1, _bench.Spool.ComeLate());
        var retry = await _bench.SendAsync();
        Assert.Equal(refused, retry.QueueId);
        retry.Handling!.Finish();

        Assert.Equal(1, await _bench.DeliverAsync());
        await _bench.WithdrawAsync();
        Assert.Equal(1, await _bench.SpooledAsync());
    }

    /// <summary>The flow has delivered the message and not recorded it, or will; days later the client comes again: the same copy.</summary>
    [Fact]
    public async Task A_retry_gets_the_same_copy_however_late_it_comes()
    {
        var refused = await RefuseAsync();
        await _bench.WithdrawAsync();
        _bench.Time.Advance(TimeSpan.FromDays(4));
        _bench.InDoubt.Forget();
        Assert.Equal(0, await _bench.DeliverAsync());

        Assert.Equal(refused, (await _bench.SendAsync()).QueueId);
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    /// <summary>A machine that dies may take the line that says "refused" with it, but not what the withdrawal did in the storage.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_withdrawal_that_the_journal_does_not_know_of_is_undone_for_the_retry(bool worksFirst)
    {
        var refused = await RefuseAsync();
        var journal = _bench.ReadJournal();
        await _bench.WorkAsync();
        _bench.Restart(journal[..(journal.IndexOf('\n', StringComparison.Ordinal) + 1)]);
        if (worksFirst)
        {
            await _bench.WorkAsync();
        }

        Assert.Equal(refused, (await _bench.SendAsync()).QueueId);
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    /// <summary>Every operation of the retry fails in turn after the withdrawal, and the client gives up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_retry_that_fails_leaves_the_message_withdrawn(int operation)
    {
        foreach (var applied in new[] { false, true })
        {
            using var bench = new AcceptanceBench();
            bench.Storage.Faults.Fail(4, appliedFirst: true);
            Assert.Null((await bench.SendAsync()).QueueId);
            await bench.WorkAsync();
            // Begin and write come before the retry looks for its first copy.
            bench.Storage.Faults.Fail(2 + operation, applied);
            Assert.Null((await bench.SendAsync()).QueueId);
            await bench.WorkAsync();
            Assert.Equal(0, await bench.SpooledAsync());
            Assert.Equal(0, await bench.DeliverAsync());
        }
    }

    [Fact]
    public async Task A_promise_that_the_journal_cannot_keep_is_not_made()
    {
        var refused = await RefuseAsync();
        _bench.BreakJournal();
        Assert.Null((await _bench.SendAsync()).QueueId);
        await _bench.WorkAsync();
        Assert.True((await _bench.Storage.Spool.FindAsync(refused, CancellationToken.None))!.Withdrawn);
    }

    [Fact]
    public async Task A_message_that_cannot_be_promised_does_not_keep_the_worker_busy()
    {
        var refused = await RefuseAsync();
        await _bench.RecordAsync(refused, MessageState.Delivered, RecipientOutcome.Delivered);
        _bench.BreakJournal();
        await _bench.WorkAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.False((await _bench.Storage.Spool.FindAsync(refused, CancellationToken.None))!.Withdrawn);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_some_recipients_have_goes_on_to_the_others(bool isRecordedLate)
    {
        var refused = await RefuseAsync();
        if (isRecordedLate)
        {
            await _bench.WorkAsync();
        }

        await _bench.RecordAsync(refused, MessageState.Deferred, RecipientOutcome.Delivered, RecipientOutcome.Deferred);
        await _bench.WithdrawAsync();

        Assert.False((await _bench.Storage.Spool.FindAsync(refused, CancellationToken.None))!.Withdrawn);
        Assert.Contains(new IncomingPointer(refused, Attempt: 1).ToJson(), _bench.Pointers);
        Assert.Equal(refused, (await _bench.SendAsync()).QueueId);
    }

    [Fact]
    public async Task What_only_waits_to_be_delivered_is_withdrawn_all_the_same()
    {
        var refused = await RefuseAsync();
        await _bench.RecordAsync(refused, MessageState.Deferred, RecipientOutcome.Deferred);
        await _bench.WithdrawAsync();
        Assert.Equal(0, await _bench.DeliverAsync());
        Assert.Equal(refused, (await _bench.SendAsync()).QueueId);
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_message_that_an_operator_holds_stays_held_when_its_client_retries_after_a_lost_answer()
    {
        var first = await _bench.SendAsync();
        first.Handling!.PutBack();
        await _bench.Storage.Spool.SetHoldAsync(first.QueueId!.Value, hold: true, CancellationToken.None);
        Assert.Equal(first.QueueId, (await _bench.SendAsync()).QueueId);
        Assert.True((await _bench.Storage.Spool.FindAsync(first.QueueId.Value, CancellationToken.None))!.Held);
    }

    [Fact]
    public async Task What_was_delivered_behind_our_back_is_kept_and_answers_the_retry()
    {
        var refused = await RefuseAsync();
        Assert.Equal(1, await _bench.DeliverAsync());
        await _bench.WorkAsync();
        Assert.Equal(1, await _bench.SpooledAsync());

        Assert.Equal(refused, (await _bench.SendAsync()).QueueId);
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_message_promised_to_a_retry_is_not_withdrawn_even_when_the_process_dies_then()
    {
        var refused = await RefuseAsync();
        // Answered 250 and killed before that is in the journal.
        Assert.Equal(refused, (await _bench.SendAsync()).QueueId);
        _bench.Restart();
        await _bench.WorkAsync();

        Assert.Equal(1, await _bench.SpooledAsync());
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_message_in_doubt_is_never_withdrawn()
    {
        (await _bench.SendAsync()).Handling!.PutBack();
        for (var i = 0; i < 5; i++)
        {
            await _bench.WorkAsync();
            _bench.Time.Advance(TimeSpan.FromMinutes(2));
            _bench.Restart();
        }

        await _bench.WorkAsync();
        Assert.Equal(1, await _bench.SpooledAsync());
    }

    [Fact]
    public async Task What_a_retry_replaced_is_still_withdrawn_when_it_turns_up()
    {
        _bench.Storage.Faults.Fail(3);
        var first = await _bench.SendAsync();
        Assert.Null(first.QueueId);
        var retry = await _bench.SendAsync();
        retry.Handling!.Finish();
        Assert.Equal(1, _bench.InDoubt.Count);

        await _bench.WorkAsync();
        _bench.Time.Advance(InDoubtWorker.LateWrite);
        await _bench.WorkAsync();
        Assert.Equal(0, _bench.InDoubt.Count);
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task After_five_days_no_client_tries_again()
    {
        (await _bench.SendAsync()).Handling!.PutBack();
        _bench.Time.Advance(MessagesInDoubt.MaxAge - TimeSpan.FromMinutes(1));
        _bench.InDoubt.Forget();
        Assert.Equal(1, _bench.InDoubt.Count);

        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.InDoubt.Forget();
        Assert.Equal(0, _bench.InDoubt.Count);
    }

    [Fact]
    public void Clients_that_leave_on_purpose_do_not_fill_the_memory()
    {
        var print = FingerprintTests.Of(null, null, [], "x");
        for (var i = 0; i < MessagesInDoubt.MaxCount + 100; i++)
        {
            _bench.InDoubt.Begin(QueueId.New(_bench.Time), print, CancellationToken.None).PutBack();
        }

        _bench.InDoubt.Forget();
        Assert.Equal(MessagesInDoubt.MaxCount, _bench.InDoubt.Count);
    }

    /// <summary>Committed, queued, and the reply of the queue lost: 451.</summary>
    private async Task<QueueId> RefuseAsync()
    {
        _bench.Storage.Faults.Fail(4, appliedFirst: true);
        var acceptance = await _bench.SendAsync();
        Assert.Null(acceptance.QueueId);
        var entry = await _bench.Storage.Spool.ListAsync(null, CancellationToken.None).SingleAsync();
        return entry.QueueId!.Value;
    }
}
