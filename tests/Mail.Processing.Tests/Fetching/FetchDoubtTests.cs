using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>What servers and senders do who mean no good, or know no better.</summary>
public class FetchDoubtTests
{
    private readonly FetchWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sender_who_forges_our_trace_does_not_get_past_filter_and_rules()
    {
        _world.Remote.Add(
            "Received: from pop.far.test ([192.0.2.7]) by mx.example.test (Mail.Cloud) with POP3S id 01KE for <alice@example.test>; Fri, 02 Jan 2026 12:00:00 +0000\r\n"
            + FakeRemote.Message(1));
        await _world.VisitAsync();
        var item = Assert.Single(await _world.World.Storage.Queues.Get(QueueNames.Incoming).ReceiveAsync(1, TimeSpan.FromMinutes(1), Token));
        Assert.True(IncomingPointer.TryParse(item.Body, out var pointer));
        await using var spooled = await _world.World.Storage.Spool.OpenAsync(pointer.QueueId, Token);
        Assert.NotNull(spooled);
        Assert.False(spooled.Envelope.Unsorted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    public async Task A_name_that_the_server_gives_to_another_message_does_not_lose_it(int days)
    {
        var account = _world.Account with { KeepFor = TimeSpan.FromDays(days) };
        _world.Remote.Messages.Add(("1", FakeRemote.Message(0)));
        await _world.VisitAsync(account);
        _world.Remote.Messages.Clear();
        await _world.VisitAsync(account);

        // RFC 1939 §7: the name is free again.
        _world.Remote.Messages.Add(("1", FakeRemote.Message(1)));
        _world.World.Time.Advance(TimeSpan.FromDays(days + 1));
        await _world.VisitAsync(account);
        Assert.Equal(["number 0", "number 1"], await _world.SubjectsAsync());

        _world.World.Time.Advance(TimeSpan.FromDays(days + 1));
        await _world.VisitAsync(account);
        Assert.Empty(_world.Remote.Messages);
        Assert.Equal(["number 0", "number 1"], await _world.SubjectsAsync());
    }

    [Fact]
    public async Task A_name_that_comes_again_is_fetched_once_when_visits_die()
    {
        var account = _world.Account with { KeepFor = TimeSpan.Zero };
        _world.Remote.Messages.Add(("1", FakeRemote.Message(0)));
        await _world.VisitAsync(account);
        _world.World.Time.Advance(TimeSpan.FromMinutes(5));
        _world.Remote.Messages.Add(("1", FakeRemote.Message(1)));
        _world.Remote.OnRead = _ => throw new RemoteMailboxException(RemoteFailure.Unreachable, "the connection is lost");
        await _world.VisitAsync(account);
        Assert.Single(_world.Remote.Messages);

        _world.Remote.OnRead = _ => { };
        _world.World.Time.Advance(TimeSpan.FromHours(1));
        await _world.VisitAsync(account);
        await _world.VisitAsync(account);
        Assert.Empty(_world.Remote.Messages);
        Assert.Equal(["number 0", "number 1"], await _world.SubjectsAsync());
    }

    [Fact]
    public async Task A_server_that_ignores_deletions_is_not_asked_for_ever()
    {
        _world.Remote.IgnoresDeletions = true;
        _world.Fill(0, 60);
        var report = await _world.VisitAsync(_world.Account with { KeepFor = TimeSpan.Zero });
        Assert.Contains("does not delete", report.Text, StringComparison.Ordinal);
        Assert.InRange(_world.Remote.Sessions, 1, 5);

        await _world.VisitAsync();
        Assert.InRange(_world.Remote.Sessions, 2, 10);
        Assert.Equal(FetchWorld.Numbers(60), await _world.SubjectsAsync());
    }

    [Fact]
    public async Task A_visit_that_got_nothing_in_its_time_does_not_send_for_another()
    {
        _world.Fill(0, 3);
        // Its listing takes all the time that there is for a visit.
        _world.Remote.OnList = () => _world.World.Time.Advance(TimeSpan.FromMinutes(5));
        var report = await _world.VisitAsync();
        Assert.False(report.IsDone);
        Assert.Empty(await _world.World.Storage.Queues.Get(QueueNames.Fetching).ReceiveAsync(1, TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task A_wrong_password_is_not_tried_again_because_the_notice_cannot_be_spooled()
    {
        _world.Remote.Refusal = new RemoteMailboxException(RemoteFailure.Credentials, "no") { IsFinal = true };
        _world.World.Storage.Spool.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _world.VisitAsync());
        await _world.VisitAsync();
        Assert.Equal(1, _world.Remote.Sessions);
    }

    [Fact]
    public async Task Memory_that_others_have_is_no_reason_to_give_a_message_up()
    {
        _world.Fill(0, 1);
        _world.Remote.OnRead = _ => throw new RemoteMailboxException(RemoteFailure.Busy, "other accounts have had the memory") { IsOurs = true };
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(RemoteFailure.Busy, (await _world.VisitAsync()).Failure);
            _world.World.Time.Advance(TimeSpan.FromHours(5));
        }

        _world.Remote.OnRead = _ => { };
        await _world.VisitAsync();
        Assert.Contains("number 0", await _world.SubjectsAsync());
    }

    [Fact]
    public async Task What_was_due_while_nothing_ran_is_due_when_it_runs_again()
    {
        var account = _world.Account with { Interval = TimeSpan.FromDays(1) };
        await _world.World.Storage.RemoteAccounts.SetAsync(account, Token);
        await _world.Scheduler.RunAsync(Token);
        var due = FetchSlots.Next(account, _world.World.Time.GetUtcNow());

        // Three hours of silence around it.
        _world.World.Time.Advance(due - TimeSpan.FromHours(1) - _world.World.Time.GetUtcNow());
        await _world.Scheduler.RunAsync(Token);
        _world.World.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(1, await _world.Scheduler.RunAsync(Token));
    }
}
