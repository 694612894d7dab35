using Mail.Core;

namespace Mail.Processing.Tests;

public class FetchFlowTests
{
    private readonly FetchWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void FailWhen(bool fails)
    {
        if (fails)
        {
            throw new RemoteMailboxException(RemoteFailure.Unreachable, "the connection is lost");
        }
    }

    [Fact]
    public async Task Messages_are_collected_once_and_stay_where_they_are()
    {
        _world.Fill(0, 25);
        var report = await _world.VisitAsync();
        Assert.True(report.IsDone);
        Assert.Equal(25, report.Messages);
        Assert.Equal(FetchWorld.Numbers(25), await _world.SubjectsAsync());

        Assert.Equal(0, (await _world.VisitAsync()).Messages);
        _world.Fill(25, 3);
        Assert.Equal(3, (await _world.VisitAsync()).Messages);
        Assert.Equal(FetchWorld.Numbers(28), await _world.SubjectsAsync());
        Assert.Equal(28, _world.Remote.Messages.Count);
    }

    [Fact]
    public async Task A_visit_that_finds_nothing_new_does_not_list()
    {
        _world.Fill(0, 3);
        await _world.VisitAsync();
        await _world.VisitAsync();
        Assert.Equal(1, _world.Remote.Listings);
    }

    [Fact]
    public async Task A_message_arrives_with_a_trace_and_its_sender()
    {
        _world.Fill(7, 1);
        await _world.VisitAsync();
        await _world.SubjectsAsync();
        var message = Assert.Single(await _world.World.MailAsync(_world.World.Alice));
        var raw = await _world.World.RawAsync(_world.World.Alice, message.Id);
        Assert.StartsWith("Return-Path: <sender7@far.test>\r\nDelivered-To: alice@example.test\r\n", raw, StringComparison.Ordinal);
        Assert.Contains("Received: from pop.far.test ([192.0.2.7])\r\n by mx.example.test (Mail.Cloud) with POP3S id ", raw, StringComparison.Ordinal);
        Assert.EndsWith(FakeRemote.Message(7), raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_to_be_kept_there_is_deleted_when_it_is_spooled_here()
    {
        _world.Fill(0, 60);
        _world.Remote.OnRead = _ => Assert.True(_world.Remote.Messages.Count > 0);
        await _world.VisitAsync(_world.Account with { KeepFor = TimeSpan.Zero });
        Assert.Empty(_world.Remote.Messages);
        Assert.Equal(FetchWorld.Numbers(60), await _world.SubjectsAsync());
        // So that a cut session leaves little undone.
        Assert.True(_world.Remote.Sessions >= 2);
    }

    [Fact]
    public async Task An_account_that_is_told_to_keep_nothing_any_more_is_emptied_though_nothing_has_changed_there()
    {
        _world.Fill(0, 3);
        var account = _world.Account;
        await _world.VisitAsync(account);
        await _world.VisitAsync(account with { KeepFor = TimeSpan.FromDays(14) });
        Assert.Equal(3, _world.Remote.Messages.Count);
        await _world.VisitAsync(account with { KeepFor = TimeSpan.Zero });
        Assert.Empty(_world.Remote.Messages);
        Assert.Equal(FetchWorld.Numbers(3), await _world.SubjectsAsync());
    }

    [Fact]
    public async Task What_is_kept_for_a_while_is_deleted_when_that_is_over()
    {
        _world.Fill(0, 3);
        var account = _world.Account with { KeepFor = TimeSpan.FromDays(14) };
        await _world.VisitAsync(account);
        _world.World.Time.Advance(TimeSpan.FromDays(13));
        _world.Fill(3, 1);
        await _world.VisitAsync(account);
        Assert.Equal(4, _world.Remote.Messages.Count);
        _world.World.Time.Advance(TimeSpan.FromDays(1));
        await _world.VisitAsync(account);
        Assert.Single(_world.Remote.Messages);
        Assert.Equal(FetchWorld.Numbers(4), await _world.SubjectsAsync());
    }

    [Fact]
    public async Task Visits_that_die_anywhere_bring_every_message_exactly_once()
    {
        _world.Fill(0, 60);
        var account = _world.Account with { KeepFor = TimeSpan.Zero };
        var random = new Random(7);
        for (var i = 0; i < 200 && _world.Remote.Messages.Count > 0; i++)
        {
            // A session that is cut, or a storage that does not answer at some write.
            var reads = random.Next(15);
            _world.Remote.OnRead = _ => FailWhen(--reads < 0);
            if (i % 2 == 0)
            {
                _world.World.Storage.Faults.Fail(random.Next(1, 40), appliedFirst: random.Next(2) == 0);
            }

            try
            {
                await _world.VisitAsync(account);
            }
            catch (StorageUnavailableException)
            {
                // As if the process had died there.
            }

            _world.World.Time.Advance(TimeSpan.FromHours(5));
        }

        Assert.Empty(_world.Remote.Messages);
        Assert.Equal(FetchWorld.Numbers(60), await _world.SubjectsAsync());
    }

    [Fact]
    public async Task Other_names_for_the_same_messages_bring_nothing_twice()
    {
        _world.Remote.UidValidity = 1;
        _world.Fill(0, 12);
        await _world.VisitAsync();
        _world.Remote.UidValidity = 2;
        _world.Remote.Rename();
        _world.Fill(12, 2);
        Assert.Equal(2, (await _world.VisitAsync()).Messages);
        Assert.Equal(0, (await _world.VisitAsync()).Messages);
        Assert.Equal(FetchWorld.Numbers(14), await _world.SubjectsAsync());
    }

    [Fact]
    public async Task A_pop_server_that_gives_new_names_each_time_brings_nothing_twice()
    {
        _world.Fill(0, 12);
        for (var i = 0; i < 5; i++)
        {
            await _world.VisitAsync();
            _world.Remote.Rename();
        }

        Assert.Equal(FetchWorld.Numbers(12), await _world.SubjectsAsync());
    }

    [Fact]
    public async Task A_server_without_names_has_its_messages_told_apart_by_their_headers()
    {
        _world.Remote.HasUids = false;
        _world.Fill(0, 12);
        await _world.VisitAsync();
        _world.Fill(12, 2);
        await _world.VisitAsync();
        Assert.Equal(FetchWorld.Numbers(14), await _world.SubjectsAsync());
        Assert.Equal(14, _world.Remote.Reads);
    }

    [Fact]
    public async Task An_empty_listing_for_once_does_not_bring_everything_again()
    {
        _world.Fill(0, 12);
        await _world.VisitAsync();
        var kept = _world.Remote.Messages.ToList();
        _world.Remote.Messages.Clear();
        _world.World.Time.Advance(TimeSpan.FromDays(60));
        await _world.VisitAsync();
        _world.Remote.Messages.AddRange(kept);
        Assert.Equal(0, (await _world.VisitAsync()).Messages);
    }

    [Fact]
    public async Task A_message_that_is_too_large_stays_there_and_is_told_of_once()
    {
        _world.Remote.Add(FakeRemote.Message(0) + new string('x', 5000) + "\r\n");
        _world.Fill(1, 1);
        var account = _world.Account with { SizeLimit = 3000 };
        await _world.VisitAsync(account);
        await _world.VisitAsync(account);
        Assert.Equal(["A message stays at pop.far.test", "number 1"], await _world.SubjectsAsync());
        var notice = (await _world.World.MailAsync(_world.World.Alice)).Single(message => message.Summary.Subject.StartsWith('A'));
        var raw = await _world.World.RawAsync(_world.World.Alice, notice.Id);
        Assert.Contains("number 0", raw, StringComparison.Ordinal);
        Assert.Contains("a@far.test", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_ends_each_session_does_not_keep_the_others_away()
    {
        _world.Fill(0, 25);
        _world.Remote.OnRead = content => FailWhen(content.Contains("number 13", StringComparison.Ordinal));
        for (var i = 0; i < 40; i++)
        {
            await _world.VisitAsync();
            _world.World.Time.Advance(TimeSpan.FromHours(5));
        }

        var subjects = await _world.SubjectsAsync();
        Assert.Equal(FetchWorld.Numbers(25).Where(subject => subject != "number 13"), subjects.Where(subject => subject.StartsWith("number", StringComparison.Ordinal)));
        Assert.Single(subjects, subject => subject == "A message stays at pop.far.test");
        Assert.Null((await _world.HealthAsync()).Problem);
    }

    [Fact]
    public async Task Many_small_visits_leave_a_few_rows_behind()
    {
        for (var i = 0; i < 120; i++)
        {
            _world.Fill(i, 1);
            await _world.VisitAsync();
        }

        Assert.True((await _world.World.Storage.FetchState.LoadBatchesAsync(_world.Account.Id, "INBOX", Token)).Count <= 41);
        Assert.Equal(120, (await _world.SubjectsAsync()).Count);
        Assert.Equal(0, (await _world.VisitAsync()).Messages);
    }

    [Fact]
    public async Task No_more_than_the_limit_comes_in_one_visit()
    {
        _world.Fill(0, 25);
        var account = _world.Account with { BatchLimit = 12 };
        Assert.Equal(12, (await _world.VisitAsync(account)).Messages);
        Assert.Equal(12, (await _world.VisitAsync(account)).Messages);
        Assert.Equal(1, (await _world.VisitAsync(account)).Messages);
        Assert.Equal(FetchWorld.Numbers(25), await _world.SubjectsAsync());
    }

    [Fact]
    public async Task Of_two_visits_at_once_one_does_nothing()
    {
        _world.Fill(0, 3);
        await using var held = await _world.World.Storage.Locks.TryAcquireAsync($"fetch-{_world.Account.Id}", TimeSpan.FromSeconds(60), Token);
        Assert.NotNull(held);
        Assert.Equal(0, (await _world.VisitAsync()).Messages);
        Assert.Equal(0, _world.Remote.Sessions);
    }

    [Fact]
    public async Task A_copied_row_does_not_take_what_the_other_has_fetched_for_its_own()
    {
        _world.Fill(0, 2);
        var account = _world.Account;
        await _world.VisitAsync();
        var copy = account with { Key = new RemoteAccountKey(MailAddress.Parse("bob@example.test"), "far") };
        var report = await _world.VisitAsync(copy);
        Assert.Equal(RemoteFailure.Settings, report.Failure);
        Assert.Contains("its column Id is that of alice@example.test/far", report.Text, StringComparison.Ordinal);
        Assert.Equal(1, _world.Remote.Sessions);

        // One that was moved by hand has left no other behind.
        await _world.World.Storage.RemoteAccounts.RemoveAsync(account.Key, Token);
        _world.Fill(2, 1);
        Assert.Equal(1, (await _world.VisitAsync(copy)).Messages);
    }

    [Fact]
    public async Task Mail_for_nobody_here_is_not_collected()
    {
        _world.Fill(0, 1);
        var nobody = new RemoteAccountKey(MailAddress.Parse("nobody@example.test"), "far");
        var report = await _world.VisitAsync(_world.Account with { Key = nobody });
        Assert.Equal(RemoteFailure.Settings, report.Failure);
        Assert.Equal(0, _world.Remote.Sessions);
    }

    [Theory]
    [InlineData("Delivered-To: bob@example.test", "bob")]
    [InlineData("Delivered-To: <bob@example.test>", "bob")]
    [InlineData("Delivered-To: nobody@example.test", "alice")]
    [InlineData("Delivered-To: bob@elsewhere.test", "alice")]
    [InlineData("X-Original-To: bob@example.test", "alice")]
    [InlineData("Delivered-To: alice@example.test\r\nDelivered-To: bob@example.test", "alice")]
    public async Task A_mailbox_of_many_is_shared_out_by_the_field_that_the_account_names(string field, string expected)
    {
        _world.Remote.Add(field + "\r\n" + FakeRemote.Message(1));
        await _world.VisitAsync(_world.Account with { Multidrop = "Delivered-To" });
        await _world.DeliverAsync();
        var account = expected == "bob" ? _world.World.Bob : _world.World.Alice;
        Assert.Single(await _world.World.MailAsync(account));
    }

    [Fact]
    public async Task Without_being_asked_nothing_is_shared_out()
    {
        _world.Remote.Add("Delivered-To: bob@example.test\r\n" + FakeRemote.Message(1));
        await _world.VisitAsync();
        Assert.Equal(["number 1"], await _world.SubjectsAsync());
    }
}
