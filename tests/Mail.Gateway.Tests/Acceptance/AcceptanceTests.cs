using Mail.Core;

namespace Mail.Gateway.Tests;

public sealed class AcceptanceTests : IDisposable
{
    private readonly AcceptanceBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_message_without_problems_leaves_nothing_in_doubt()
    {
        var operations = _bench.Storage.Faults.Operations;
        var acceptance = await _bench.SendAsync();
        acceptance.Handling!.Finish();

        Assert.NotNull(acceptance.QueueId);
        Assert.Equal(0, _bench.InDoubt.Count);
        Assert.Equal([new IncomingPointer(acceptance.QueueId.Value).ToJson()], _bench.Pointers);
        // Begin and write are not requests on blobs; commit and enqueue are.
        Assert.Equal(4, _bench.Storage.Faults.Operations - operations);
    }

    [Fact]
    public async Task Two_messages_with_the_same_content_are_two()
    {
        var first = await _bench.SendAsync();
        first.Handling!.Finish();
        var second = await _bench.SendAsync();
        second.Handling!.Finish();
        Assert.NotEqual(first.QueueId, second.QueueId);
        Assert.Equal(2, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_retry_after_a_lost_answer_is_answered_with_the_first_copy()
    {
        var first = await _bench.SendAsync();
        first.Handling!.PutBack();
        var retry = await _bench.SendAsync();
        retry.Handling!.Finish();

        Assert.Equal(first.QueueId, retry.QueueId);
        Assert.Equal(1, await _bench.DeliverAsync());
        Assert.Equal(0, _bench.InDoubt.Count);
    }

    [Fact]
    public async Task A_retry_whose_answer_is_lost_too_can_be_retried()
    {
        var first = await _bench.SendAsync();
        first.Handling!.PutBack();
        for (var i = 0; i < 3; i++)
        {
            var retry = await _bench.SendAsync();
            Assert.Equal(first.QueueId, retry.QueueId);
            retry.Handling!.PutBack();
        }

        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_first_copy_that_was_delivered_and_deleted_still_answers_the_retry()
    {
        var first = await _bench.SendAsync();
        first.Handling!.PutBack();
        await _bench.DeliverAsync();
        await _bench.Storage.Spool.DeleteAsync(first.QueueId!.Value, CancellationToken.None);

        Assert.Equal(first.QueueId, (await _bench.SendAsync()).QueueId);
        Assert.Equal(0, await _bench.SpooledAsync());
    }

    [Fact]
    public async Task A_first_copy_that_is_half_delivered_and_gone_is_spooled_anew()
    {
        var first = await _bench.SendAsync();
        first.Handling!.PutBack();
        await _bench.RecordAsync(first.QueueId!.Value, MessageState.Deferred);
        await _bench.Storage.Spool.DeleteAsync(first.QueueId.Value, CancellationToken.None);

        var retry = await _bench.SendAsync();
        Assert.NotNull(retry.QueueId);
        Assert.NotEqual(first.QueueId, retry.QueueId);
    }

    [Fact]
    public async Task Of_two_retries_at_once_one_gets_the_first_copy()
    {
        var first = await _bench.SendAsync();
        first.Handling!.PutBack();
        // Neither client has gone: these may be two messages of the same content.
        var retry = await _bench.SendAsync();
        var other = await _bench.SendAsync();
        Assert.Equal(first.QueueId, retry.QueueId);
        Assert.NotEqual(first.QueueId, other.QueueId);
    }

    [Fact]
    public async Task Of_many_retries_racing_exactly_one_claims()
    {
        var print = FingerprintTests.Of(null, null, [], "x");
        for (var round = 0; round < 200; round++)
        {
            var id = QueueId.New(TimeProvider.System);
            _bench.InDoubt.Begin(id, print, CancellationToken.None).PutBack();
            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
                _bench.InDoubt.ClaimAsync(print, CancellationToken.None, CancellationToken.None).AsTask())));
            Assert.Equal(id, Assert.Single(claims, c => c is not null)!.QueueId);
            claims.First(c => c is not null)!.Finish();
        }
    }

    [Fact]
    public async Task A_retry_that_overtakes_its_first_copy_waits_for_it()
    {
        using var gone = new CancellationTokenSource();
        _bench.Spool.Hold();
        var first = _bench.SendAsync(clientGone: gone);
        await _bench.Spool.Reached.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await gone.CancelAsync();
        var retry = _bench.SendAsync();
        Assert.False(retry.IsCompleted);

        _bench.Spool.Release();
        (await first).Handling!.PutBack();
        Assert.Equal((await first).QueueId, (await retry).QueueId);
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    [Fact]
    public async Task A_message_of_equal_content_does_not_wait_for_one_whose_client_waits()
    {
        _bench.Spool.Hold();
        var first = _bench.SendAsync();
        await _bench.Spool.Reached.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var second = _bench.SendAsync();
        _bench.Spool.Release();
        Assert.NotEqual((await first).QueueId, (await second).QueueId);
    }

    [Fact]
    public async Task As_long_as_storage_does_not_say_what_became_of_the_first_copy_the_retry_gets_451()
    {
        var first = await _bench.SendAsync();
        first.Handling!.PutBack();
        _bench.Storage.Log.Faults.Unavailable = true;
        Assert.Null((await _bench.SendAsync()).QueueId);

        _bench.Storage.Log.Faults.Unavailable = false;
        Assert.Equal(first.QueueId, (await _bench.SendAsync()).QueueId);
        Assert.Equal(1, await _bench.SpooledAsync());
    }

    [Fact]
    public async Task A_commit_that_never_ends_is_451_after_a_minute()
    {
        _bench.Spool.Hold();
        var send = _bench.SendAsync();
        await _bench.Spool.Reached.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        _bench.Time.Advance(Acceptor.Timeout);
        Assert.Null((await send.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).QueueId);

        _bench.Spool.Release();
        await _bench.WithdrawAsync();
        Assert.Equal(0, await _bench.SpooledAsync());
    }

    /// <summary>Every storage operation of a message fails in turn, lost on the way there or on the way back; the client tries again.</summary>
    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_client_that_tries_again_has_its_message_delivered_once(int operation, bool applied, bool restart, bool work)
    {
        _bench.Storage.Faults.Fail(operation, applied);
        var first = await TrySendAsync();
        Assert.Null(first);
        if (restart)
        {
            _bench.Restart();
        }

        if (work)
        {
            await _bench.WorkAsync();
        }

        var retry = await TrySendAsync();
        Assert.NotNull(retry);
        await _bench.WorkAsync();
        _bench.Time.Advance(InDoubtWorker.LateWrite);
        await _bench.WorkAsync();
        Assert.Equal(1, await _bench.DeliverAsync());
    }

    /// <summary>As above, and the client gives up after its 451.</summary>
    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_client_that_was_told_451_and_gave_up_has_nothing_delivered(int operation, bool applied, bool restart, bool work)
    {
        _bench.Storage.Faults.Fail(operation, applied);
        Assert.Null(await TrySendAsync());
        if (work)
        {
            await _bench.WorkAsync();
        }

        if (restart)
        {
            _bench.Restart();
        }

        await _bench.WithdrawAsync();
        Assert.Equal(0, await _bench.SpooledAsync());
        Assert.Equal(0, await _bench.DeliverAsync());
        Assert.Empty(await _bench.Storage.Log.ListAsync(null, null, CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The process dies at every step: before the commit, after it, after the queueing, after the answer.</summary>
    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(0, true)]
    public async Task A_message_whose_answer_nobody_knows_is_delivered_once_whether_it_is_retried_or_not(int operation, bool applied)
    {
        foreach (var retries in new[] { false, true })
        {
            using var bench = new AcceptanceBench();
            bench.Storage.Faults.Fail(operation, applied);
            await bench.SendAsync();
            // As it dies in the middle: without the "refused" that was written when the failure had come back.
            var journal = bench.ReadJournal();
            bench.Restart(journal[..(journal.IndexOf('\n', StringComparison.Ordinal) + 1)]);
            if (retries)
            {
                var retry = await bench.SendAsync();
                Assert.NotNull(retry.QueueId);
                retry.Handling?.Finish();
            }

            await bench.WorkAsync();
            var committed = operation != 3 || applied;
            Assert.Equal(retries || committed ? 1 : 0, await bench.DeliverAsync());
        }
    }

    public static TheoryData<int, bool, bool, bool> Failures()
    {
        var data = new TheoryData<int, bool, bool, bool>();
        // begin, write, commit, enqueue
        foreach (var operation in Enumerable.Range(1, 4))
        {
            foreach (var flags in Enumerable.Range(0, 8))
            {
                data.Add(operation, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
            }
        }

        return data;
    }

    private async Task<QueueId?> TrySendAsync()
    {
        try
        {
            var acceptance = await _bench.SendAsync();
            acceptance.Handling?.Finish();
            return acceptance.QueueId;
        }
        catch (StorageUnavailableException)
        {
            // Begin and write: Mail.Smtp answers 451.
            return null;
        }
    }
}
