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

        // 1, 2, 4, 8, 16, 32 s, then every minute: in ten minutes 6 + 9.
        Assert.InRange(_bench.Storage.Faults.Operations - before, 10, 16);
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
    public async Task A_withdrawal_begins_at_once_and_ends_after_a_pause()
    {
        var refused = await RefuseAsync();
        await _bench.WorkAsync();
        Assert.True((await _bench.Storage.Spool.FindAsync(refused, CancellationToken.None))!.Held);
        _bench.Time.Advance(InDoubtWorker.LateWrite - TimeSpan.FromSeconds(1));
        await _bench.WorkAsync();
        Assert.Equal(1, await _bench.SpooledAsync());
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.WorkAsync();
        Assert.Equal(0, await _bench.SpooledAsync());
    }

    /// <summary>Either step of a withdrawal times out, the retry is promised the copy, and only then the storage does what it was asked for.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_withdrawal_that_takes_effect_late_does_not_harm_what_a_retry_was_promised(bool isSecondStep)
    {
        var refused = await RefuseAsync();
        if (isSecondStep)
        {
            await _bench.WorkAsync();
            _bench.Time.Advance(InDoubtWorker.LateWrite);
        }

        _bench.Spool.IsLate = true;
        await _bench.WorkAsync();
        _bench.Spool.IsLate = false;
        var retry = await _bench.SendAsync();
        Assert.Equal(refused, retry.QueueId);
        retry.Handling!.Finish();

        Assert.Equal(0, _bench.Spool.ComeLate());
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_may_come_when_a_step_of_the_withdrawal_took_effect_unnoticed(bool isSecondStep)
    {
        await RefuseAsync();
        if (isSecondStep)
        {
            await _bench.WorkAsync();
            _bench.Time.Advance(InDoubtWorker.LateWrite);
        }

        _bench.Spool.IsLate = true;
        await _bench.WorkAsync();
        _bench.Spool.IsLate = false;
        Assert.Equal(1, _bench.Spool.ComeLate());
        (await _bench.SendAsync()).Handling!.Finish();

        Assert.Equal(1, await _bench.DeliverAsync());
        await _bench.WithdrawAsync();
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_retry_between_the_opening_of_the_message_and_its_record_gets_the_copy_that_is_being_delivered()
    {
        var refused = await RefuseAsync();
        // The flow has it open from here on.
        await _bench.WorkAsync();
        var retry = await _bench.SendAsync();
        Assert.Equal(refused, retry.QueueId);
        retry.Handling!.Finish();

        await _bench.RecordAsync(refused, MessageState.Delivered, RecipientOutcome.Delivered);
        await _bench.WithdrawAsync();
        Assert.Equal(1, await _bench.SpooledAsync());
    }

    [Fact]
    public async Task What_waits_to_be_delivered_after_a_451_is_withdrawn_with_its_record()
    {
        var refused = await RefuseAsync();
        await _bench.RecordAsync(refused, MessageState.Deferred, RecipientOutcome.Deferred);
        await _bench.WithdrawAsync();

        Assert.Equal(0, await _bench.SpooledAsync());
        Assert.Null(await _bench.Storage.Log.FindAsync(refused, CancellationToken.None));
        var retry = await _bench.SendAsync();
        Assert.NotEqual(refused, retry.QueueId);
        Assert.Equal(1, await _bench.DeliverAsync());
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

        Assert.False((await _bench.Storage.Spool.FindAsync(refused, CancellationToken.None))!.Held);
        Assert.Contains(new IncomingPointer(refused, Attempt: 1).ToJson(), _bench.Pointers);
        Assert.Equal(refused, (await _bench.SendAsync()).QueueId);
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
