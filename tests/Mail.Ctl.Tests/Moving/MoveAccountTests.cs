using Mail.Core;

namespace Mail.Ctl.Tests;

public sealed class MoveAccountTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly FakeImapAccount _there = new();
    private readonly RemoteAccountKey _key = new(MailAddress.Parse("alice@example.test"), "old");

    public MoveAccountTests()
    {
        _world.RemoteMailboxes = _there;
        _world.Storage.RemoteAccounts.SetAsync(Account(RemoteProtocol.Imap), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RemoteAccount Account(RemoteProtocol protocol) => new()
    {
        Key = _key,
        Id = RemoteAccount.DeriveId(_key),
        Protocol = protocol,
        Tls = RemoteTls.Implicit,
        Host = "imap.far.test",
        User = "alice",
        KeepFor = TimeSpan.Zero,
    };

    private async Task<CtlRun> MoveAsync(params string[] more)
    {
        var running = _world.RunAsync(["fetch", "run", _key.ToString(), "--once", "--all-folders", .. more]);
        while (!running.IsCompleted)
        {
            // Between sessions it waits.
            _world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Token);
        }

        return await running;
    }

    private async Task<IReadOnlyList<string>> FoldersAsync() =>
        [.. (await _world.ContentsAsync("alice")).GroupBy(content => content.Split(": ")[0]).Select(folder => $"{folder.Key} {folder.Count()}")];

    [Fact(Timeout = 60_000)]
    public async Task Folders_come_with_flags_and_dates_and_nothing_is_deleted_there()
    {
        _there.Add("INBOX", null, 1, 2);
        _there.Add("Work/2025", null, 3);
        _there.Add("Gesendete Elemente", "\\Sent", 4);
        _there.Add("Spamverdacht", "\\Junk", 5);

        var run = await MoveAsync("--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("isComplete moved alreadyThere folders([remote local messages known elsewhere]) skipped", run.Shape);
        Assert.Equal(["INBOX 2", "Junk 1", "Sent 1", "Work/2025 1"], await FoldersAsync());
        var second = (await _world.RunAsync("mailbox list alice@example.test --folder INBOX --json")).Json.EnumerateArray().First(
            message => message.GetProperty("subject").GetString() == "number 2");
        Assert.Equal(["\\Seen", "$Work"], second.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(50).AddDays(2), second.GetProperty("receivedAt").GetDateTimeOffset());
    }

    [Fact(Timeout = 60_000)]
    public async Task Second_run_reads_nothing_again()
    {
        _there.Add("INBOX", null, Enumerable.Range(1, 250));
        await MoveAsync();

        var run = await MoveAsync("--json");

        Assert.Equal((0, 250, 250), (run.Json.GetProperty("moved").GetInt32(), run.Json.GetProperty("folders")[0].GetProperty("known").GetInt32(), _there.Reads));
        Assert.Equal(["INBOX 250"], await FoldersAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Lost_connections_cost_neither_messages_nor_doubles()
    {
        _there.Add("INBOX", null, Enumerable.Range(1, 450));
        _there.Add("Sent", "\\Sent", Enumerable.Range(500, 50));
        foreach (var cut in new[] { 30, 31, 180, 181, 400, 520 })
        {
            _there.Cuts.Enqueue(cut);
        }

        var run = await MoveAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(7, _there.Sessions);
        Assert.Equal(["INBOX 450", "Sent 50"], await FoldersAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Server_that_never_answers_ends_the_move_with_what_to_do()
    {
        _there.Add("INBOX", null, 1);
        Enumerable.Repeat(0, 10).ToList().ForEach(_there.Cuts.Enqueue);

        var run = await MoveAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Not everything is here yet: imap.far.test closed the connection. Run the same command again to go on.", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, _there.Sessions);
    }

    [Fact(Timeout = 60_000)]
    public async Task Storage_that_fails_in_the_middle_is_gone_on_from()
    {
        _there.Add("INBOX", null, Enumerable.Range(1, 150));
        _world.Storage.Faults.Fail(60, appliedFirst: false);

        var failed = await MoveAsync();
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("run the same command again", failed.Error, StringComparison.Ordinal);
        var resumed = await MoveAsync();

        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(["INBOX 150"], await FoldersAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Google_shows_the_same_message_in_many_folders_and_it_comes_once_where_it_is_filed()
    {
        _there.Add("[Gmail]/All Mail", "\\All", Enumerable.Range(1, 10));
        _there.Add("[Gmail]/Starred", "\\Flagged", 1);
        _there.Add("[Gmail]/Important", null, 1, 2);
        _there.Add("INBOX", null, 1, 2);
        _there.Add("Label", null, 2, 3);
        _there.Add("[Gmail]/Sent Mail", "\\Sent", 4);

        var run = await MoveAsync("--json");

        Assert.Equal(["Archive 6", "INBOX 2", "Label 2", "Sent 1"], await FoldersAsync());
        Assert.Equal(["[Gmail]/Important", "[Gmail]/Starred"], run.Json.GetProperty("skipped").EnumerateArray().Select(skip => skip.GetProperty("position").GetString()));
        Assert.Equal(4, run.Json.GetProperty("folders").EnumerateArray().Single(folder => folder.GetProperty("local").GetString() == "Archive").GetProperty("elsewhere").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task Folders_that_were_made_anew_there_do_not_come_twice()
    {
        _there.Add("INBOX", null, Enumerable.Range(1, 20));
        await MoveAsync();
        _there.UidValidity++;

        var run = await MoveAsync("--json");

        Assert.Equal((0, 20), (run.Json.GetProperty("moved").GetInt32(), run.Json.GetProperty("alreadyThere").GetInt32()));
        Assert.Equal(["INBOX 20"], await FoldersAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Full_mailbox_ends_the_move_with_what_to_do()
    {
        _there.Add("INBOX", null, Enumerable.Range(1, 100));
        await _world.RunAsync("account quota alice@example.test 3000");

        Assert.Contains("mailctl account quota", (await MoveAsync()).Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Visit_that_goes_on_is_not_disturbed()
    {
        _there.Add("INBOX", null, 1);
        await using var held = await _world.Storage.Locks.TryAcquireAsync($"fetch-{RemoteAccount.DeriveId(_key)}", TimeSpan.FromSeconds(60), Token);

        Assert.Contains("a visit goes on", (await MoveAsync()).Error, StringComparison.Ordinal);
        Assert.Equal(0, _there.Sessions);
    }

    [Fact]
    public async Task Pop3_has_no_folders()
    {
        await _world.Storage.RemoteAccounts.SetAsync(Account(RemoteProtocol.Pop3), Token);

        (await MoveAsync()).Refused("is read by POP3, which has no folders");
    }
}
