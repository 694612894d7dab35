using Mail.Core;

namespace Mail.Ctl.Tests;

public class CheckTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sound_installation_has_no_findings()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        await _world.SpoolAsync();
        await _world.DeferAsync();
        _world.Storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        var run = await _world.RunAsync("check");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Nothing found.\n", run.Out);
        Assert.Equal("[]", (await _world.RunAsync("check --json")).Out.Trim());
    }

    [Fact]
    public async Task Bad_rows_and_lost_aliases_are_found()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        _world.Storage.Directory.Problems.Add(new DirectoryProblem("Aliases", "example.test bad", "Targets is empty"));
        _world.Storage.Directory.AddAlias("sales@example.test", "nobody@example.test");
        _world.Storage.Directory.AddAlias("a@example.test", "b@example.test");
        _world.Storage.Directory.AddAlias("b@example.test", "a@example.test");
        _world.Storage.Directory.AddAlias("x@gone.test", "alice@example.test");
        _world.Storage.Directory.AddDomain("alias.test", DomainKind.Alias, "nowhere.test");
        _world.Storage.Directory.AddAccount("old@gone.test", "old");
        await _world.Storage.Mailboxes.CreateMailboxAsync("old", Cancellation);
        await AssertFoundAsync(
            "Targets is empty",
            "no account or alias nobody@example.test",
            "a@example.test leads back to itself",
            "b@example.test leads back to itself",
            "mailctl domain add gone.test",
            "old@gone.test",
            "nowhere.test, which is no domain here");
    }

    [Fact]
    public async Task Mailboxes_and_accounts_are_matched()
    {
        _world.Storage.Directory.AddAccount("twin@example.test", "alice");
        await _world.Storage.Mailboxes.CreateMailboxAsync("leftover", Cancellation);
        await AssertFoundAsync("has no mailbox yet", "shares the mailbox alice with alice@example.test", "mailbox-leftover");
    }

    [Fact]
    public async Task Messages_that_stopped_moving_are_found()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        var orphan = await _world.SpoolAsync(enqueue: false);
        var overdue = await _world.DeferAsync();
        var given = await _world.SpoolAsync(enqueue: false);
        await _world.RecordAsync(given, MessageState.Deferred, RecipientOutcome.Deferred, "nobody there any more");
        var lost = await _world.DeferAsync();
        await _world.Storage.Spool.DeleteAsync(lost, Cancellation);
        _world.Time.Advance(TimeSpan.FromHours(1));
        var run = await AssertFoundAsync("without a disposition", "did not happen", "no further attempt: alice@example.test: nobody there", "not in the spool any more");
        Assert.All(new[] { orphan, overdue, given, lost }, id => Assert.Contains(id.ToString(), run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_that_waits_its_turn_is_no_finding()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        await _world.SpoolAsync();
        await _world.SpoolAsync(enqueue: false);
        _world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await _world.RunAsync("check")).ExitCode);
    }

    [Fact]
    public async Task Poison_is_counted()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        await _world.PoisonAsync(QueueNames.Incoming, "garbage");
        await AssertFoundAsync("holds 1 messages");
    }

    [Fact]
    public async Task Patience_is_a_number() => (await _world.RunAsync("check --older-than soon")).Misused("number of minutes");

    private async Task<CtlRun> AssertFoundAsync(params string[] problems)
    {
        var json = await _world.RunAsync("check --json");
        Assert.Equal("[area subject problem]", json.Shape);
        Assert.Equal(problems.Length, json.Json.GetArrayLength());
        var run = await _world.RunAsync("check");
        Assert.Equal(1, run.ExitCode);
        Assert.All(problems, problem => Assert.Contains(problem, run.Out, StringComparison.Ordinal));
        return run;
    }
}
