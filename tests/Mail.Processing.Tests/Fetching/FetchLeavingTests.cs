using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Messages that stay where they are.</summary>
public class FetchLeavingTests
{
    private readonly FetchWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_that_are_too_large_are_told_of_by_one_notice()
    {
        FillLarge(0, 250);
        _world.Fill(250, 1);
        await _world.VisitAsync(Limited(3000));
        await _world.VisitAsync();
        Assert.Equal(["250 messages stay at pop.far.test", "number 250"], await _world.SubjectsAsync());
        var notice = await NoticeAsync("250 messages");
        Assert.Contains("number 19", notice, StringComparison.Ordinal);
        Assert.DoesNotContain("number 20", notice, StringComparison.Ordinal);
        Assert.Contains("and 230 more", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_stands_in_the_log_though_nothing_was_fetched()
    {
        FillLarge(0, 1);
        await _world.VisitAsync(Limited(3000));
        await _world.VisitAsync();
        var happened = Assert.Single(await _world.World.Storage.FetchState.ListEventsAsync(_world.Account.Id, Token).ToListAsync(Token));
        Assert.Contains("stays there: larger than the limit of 3,000 octets", happened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_that_dies_anywhere_tells_the_owner_once()
    {
        for (var applied = 0; applied < 2; applied++)
        {
            for (var step = 1; step < 30; step++)
            {
                var world = new FetchWorld();
                FillLarge(0, 3, world);
                var account = world.Account with { SizeLimit = 3000 };
                world.World.Storage.Faults.Fail(step, appliedFirst: applied == 1);
                for (var visit = 0; visit < 3; visit++)
                {
                    try
                    {
                        await world.VisitAsync(account);
                    }
                    catch (StorageUnavailableException)
                    {
                        // As if the process had died there.
                    }

                    world.World.Time.Advance(TimeSpan.FromHours(5));
                }

                Assert.Equal(["3 messages stay at pop.far.test"], await world.SubjectsAsync());
            }
        }
    }

    [Fact]
    public async Task A_header_that_ends_each_session_is_told_of_without_it_and_keeps_nothing_away()
    {
        FillLarge(0, 1);
        _world.Fill(1, 2);
        _world.Remote.OnReadHeader = _ => throw new RemoteMailboxException(RemoteFailure.Unreachable, "the connection is lost");
        for (var i = 0; i < 6; i++)
        {
            await _world.VisitAsync(Limited(3000));
            _world.World.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(["A message stays at pop.far.test", "number 1", "number 2"], await _world.SubjectsAsync());
        Assert.Null((await _world.HealthAsync()).Problem);
    }

    [Fact]
    public async Task A_higher_limit_brings_what_was_left()
    {
        FillLarge(0, 3);
        _world.Remote.Add(FakeRemote.Message(3) + new string('x', 9000) + "\r\n");
        await _world.VisitAsync(Limited(3000));
        await _world.VisitAsync(Limited(7000));
        await _world.VisitAsync();
        await _world.VisitAsync();
        Assert.Equal(["4 messages stay at pop.far.test", "number 0", "number 1", "number 2"], await _world.SubjectsAsync());
        Assert.Equal(3, _world.Remote.Reads);
        Assert.Equal(2, _world.Remote.Listings);

        // And what is deleted there is what has come.
        await _world.VisitAsync(Limited(7000) with { KeepFor = TimeSpan.FromMinutes(1) });
        _world.World.Time.Advance(TimeSpan.FromHours(1));
        _world.Fill(4, 1);
        await _world.VisitAsync();
        Assert.Equal(["number 3", "number 4"], _world.Remote.Messages.Select(message => SubjectOf(message.Content)));
    }

    [Fact]
    public async Task A_storage_of_ours_that_fails_is_no_reason_to_give_a_message_up()
    {
        _world.Fill(0, 1);
        for (var i = 0; i < 20; i++)
        {
            _world.World.Storage.Spool.Faults.Unavailable = true;
            await Assert.ThrowsAsync<StorageUnavailableException>(() => _world.VisitAsync());
            _world.World.Time.Advance(TimeSpan.FromHours(5));
        }

        _world.World.Storage.Spool.Faults.Unavailable = false;
        await _world.VisitAsync();
        Assert.Equal(["number 0"], await _world.SubjectsAsync());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_problem_that_stays_until_it_is()
    {
        _world.Fill(0, 1);
        var account = _world.Account with { Folders = ["INBOX", "Lsts"] };
        await _world.VisitAsync(account);
        await _world.VisitAsync();
        Assert.Equal("there is no folder Lsts", (await _world.HealthAsync()).Problem);
        Assert.Single(await _world.World.Storage.FetchState.ListEventsAsync(_world.Account.Id, Token).ToListAsync(Token));
        await _world.VisitAsync(account with { Folders = ["INBOX"] });
        Assert.Null((await _world.HealthAsync()).Problem);
    }

    private static string SubjectOf(string content) => content.Split("Subject: ")[1].Split('\r')[0];

    private static void FillLarge(int from, int count, FetchWorld world) =>
        Enumerable.Range(from, count).ToList().ForEach(i => world.Remote.Add(FakeRemote.Message(i) + new string('x', 5000) + "\r\n"));

    private void FillLarge(int from, int count) => FillLarge(from, count, _world);

    private RemoteAccount Limited(long octets) => _world.Account with { SizeLimit = octets };

    private async Task<string> NoticeAsync(string subject)
    {
        var notice = (await _world.World.MailAsync(_world.World.Alice)).Single(message => message.Summary.Subject.StartsWith(subject, StringComparison.Ordinal));
        return await _world.World.RawAsync(_world.World.Alice, notice.Id);
    }
}
