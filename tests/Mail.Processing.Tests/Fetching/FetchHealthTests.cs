using Mail.Core;

namespace Mail.Processing.Tests;

public class FetchHealthTests
{
    private readonly FetchWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failures_are_waited_out_longer_each_time()
    {
        _world.Remote.Refusal = new RemoteMailboxException(RemoteFailure.Unreachable, "no connection");
        await _world.VisitAsync();
        Assert.Equal(1, _world.Remote.Sessions);
        Assert.StartsWith("not before", (await _world.VisitAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(1, _world.Remote.Sessions);

        var waits = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            _world.World.Time.SetUtcNow((await _world.HealthAsync()).NextAttemptAt!.Value);
            await _world.VisitAsync();
            waits.Add((await _world.HealthAsync()).NextAttemptAt!.Value - _world.World.Time.GetUtcNow());
        }

        Assert.Equal(11, _world.Remote.Sessions);
        Assert.True(waits[0] > TimeSpan.FromMinutes(7));
        Assert.True(waits[1] > waits[0]);
        Assert.All(waits, wait => Assert.True(wait <= TimeSpan.FromHours(4.8)));
    }

    [Fact]
    public async Task The_owner_is_told_once_that_it_does_not_work_and_once_that_it_does_again()
    {
        _world.Remote.Refusal = new RemoteMailboxException(RemoteFailure.Unreachable, "no connection to pop.far.test:995: refused");
        for (var i = 0; i < 8; i++)
        {
            await _world.VisitAsync();
            _world.World.Time.Advance(TimeSpan.FromHours(5));
        }

        Assert.Equal(["No mail is collected from pop.far.test"], await _world.SubjectsAsync());
        var notice = Assert.Single(await _world.World.MailAsync(_world.World.Alice));
        Assert.Contains("refused", await _world.World.RawAsync(_world.World.Alice, notice.Id), StringComparison.Ordinal);

        _world.Remote.Refusal = null;
        _world.Fill(1, 1);
        await _world.VisitAsync();
        await _world.VisitAsync();
        Assert.Equal(["Mail is collected from pop.far.test again", "No mail is collected from pop.far.test", "number 1"], await _world.SubjectsAsync());
        Assert.Equal(0, (await _world.HealthAsync()).Failures);
    }

    [Fact]
    public async Task A_short_failure_is_told_to_nobody()
    {
        _world.Remote.Refusal = new RemoteMailboxException(RemoteFailure.Unreachable, "no connection");
        await _world.VisitAsync();
        _world.World.Time.Advance(TimeSpan.FromMinutes(10));
        _world.Remote.Refusal = null;
        await _world.VisitAsync();
        Assert.Empty(await _world.SubjectsAsync());
        Assert.Equal(2, await _world.World.Storage.FetchState.ListEventsAsync(_world.Account.Id, Token).CountAsync(Token));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_wrong_password_pauses_the_account_before_the_server_locks_it(bool isFinal, int visits)
    {
        _world.Remote.Refusal = new RemoteMailboxException(RemoteFailure.Credentials, "pop.far.test does not take the name and password") { IsFinal = isFinal };
        for (var i = 0; i < 5; i++)
        {
            await _world.VisitAsync();
            _world.World.Time.Advance(TimeSpan.FromHours(5));
        }

        Assert.Equal(visits, _world.Remote.Sessions);
        Assert.Equal("pop.far.test does not take the name and password", (await _world.World.Storage.RemoteAccounts.FindAsync(_world.Account.Key, Token))!.Paused);
        Assert.Equal(["No mail is collected from pop.far.test"], await _world.SubjectsAsync());

        _world.Remote.Refusal = null;
        _world.Fill(1, 1);
        await _world.World.Storage.RemoteAccounts.SetPausedAsync(_world.Account.Key, reason: null, Token);
        await _world.VisitAsync();
        Assert.Contains("number 1", await _world.SubjectsAsync());
    }

    [Fact]
    public async Task A_pointer_that_comes_too_late_is_void()
    {
        await _world.VisitAsync();
        var late = new FetchPointer(_world.Account.Key.ToString(), _world.World.Time.GetUtcNow());
        Assert.StartsWith("too late", (await _world.Flow.ProcessAsync(late, _world.Account.Key, Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_account_is_enqueued_once_per_interval_and_paused_ones_never()
    {
        for (var i = 0; i < 50; i++)
        {
            await _world.World.Storage.RemoteAccounts.AddAsync(
                FetchWorld.NewAccount() with
                {
                    Key = FetchWorld.NewAccount().Key with { Name = $"n{i}" },
                    Id = $"abcdefgh{i}",
                    Interval = TimeSpan.FromMinutes(5),
                    Paused = i < 10 ? "by hand" : null,
                },
                Token);
        }

        var counts = new List<int>();
        for (var minute = 0; minute < 10; minute++)
        {
            counts.Add(await _world.Scheduler.RunAsync(Token));
            _world.World.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(80, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 1, 20));
        // Another process at the same minute finds nothing left; a pause of the timer loses nothing.
        _world.World.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(40, await _world.Scheduler.RunAsync(Token));
        Assert.Equal(0, await _world.Scheduler.RunAsync(Token));
    }
}
