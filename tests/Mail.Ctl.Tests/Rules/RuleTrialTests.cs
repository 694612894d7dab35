using System.Text.Json;

namespace Mail.Ctl.Tests;

/// <summary>Rules tried on mail that is there, and mail filed by them afterwards.</summary>
public class RuleTrialTests
{
    private const string ToLists = """exists "list-id" """;

    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_script_is_compared_with_the_rules_in_force_and_nothing_is_changed()
    {
        await DeliverAsync("List-Id: <dev.test>\r\nSubject: one\r\n");
        await DeliverAsync("Subject: two\r\n");
        await DeliverAsync("Subject: drop me\r\n");
        await _world.Storage.Mailboxes.CreateFolderAsync("alice", "Lists", Token);
        const string Script = """
            require ["fileinto", "copy"];
            if exists "list-id" { fileinto "Lists"; }
            elsif header :contains "subject" "drop" { discard; }
            else { redirect :copy "me@elsewhere.test"; }
            """;

        var run = await _world.RunAsync("rule test alice@example.test --file - --json".Split(' '), Script);

        var json = Ok(run).Json;
        Assert.Equal((3, 0, 1, 1, 1, 0), (Int(json, "messages"), Int(json, "unchanged"), Int(json, "moved"), Int(json, "newlyForwarded"), Int(json, "newlyDiscarded"), Int(json, "failed")));
        var changes = json.GetProperty("changes").EnumerateArray().ToDictionary(change => change.GetProperty("changes")[0].GetString()!);
        Assert.Equal("INBOX", changes["moved"].GetProperty("before").GetProperty("folders")[0].GetString());
        Assert.Equal("Lists", changes["moved"].GetProperty("after").GetProperty("folders")[0].GetString());
        Assert.Equal("me@elsewhere.test", changes["forwarded"].GetProperty("after").GetProperty("forwards")[0].GetString());
        Assert.All(await _world.Storage.Mailboxes.ListAsync("alice", folder: null, Token).ToListAsync(Token), message => Assert.Equal("INBOX", message.Folder));

        Assert.Equal(0, (await _world.RunAsync("rule test alice@example.test --file - --fail-on failed".Split(' '), Script)).ExitCode);
        var gate = await _world.RunAsync("rule test alice@example.test --file - --fail-on failed,discarded".Split(' '), Script);
        Assert.Equal(1, gate.ExitCode);
        Assert.Contains("Newly discarded:     1\n", gate.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_rule_is_tried_before_it_is_switched_on()
    {
        await DeliverAsync("List-Id: <dev.test>\r\nSubject: one\r\n");
        await AddAsync("lists", ToLists, """fileinto :create "Lists";""", "--disabled");

        Assert.Equal(1, Int(Ok(await _world.RunAsync("rule test --account alice@example.test --json")).Json, "unchanged"));
        Assert.Equal(1, Int(Ok(await _world.RunAsync("rule test --account alice@example.test --with lists --json")).Json, "moved"));
        Assert.Equal(1, (await _world.RunAsync("rule test alice@example.test --with none")).ExitCode);
        Assert.Equal(2, (await _world.RunAsync("rule test")).ExitCode);
    }

    [Fact]
    public async Task Rules_see_the_envelope_and_not_what_delivery_has_added()
    {
        await DeliverAsync("Subject: one\r\n");
        await AddAsync("envelope", """allof (envelope "from" "x@sender.test", envelope :detail "to" "news", not exists "return-path")""", """fileinto :create "Seen";""");

        Assert.Equal(1, Int(Ok(await _world.RunAsync("rule test alice@example.test --json")).Json, "moved"));
    }

    /// <summary>As when it came: what others wrote of the sender is in the mailbox, but not for rules.</summary>
    [Fact]
    public async Task Rules_see_our_own_word_on_the_sender_and_nobody_elses()
    {
        await DeliverAsync("Authentication-Results: mx.example.test; spf=pass\r\nReceived: by x\r\nAuthentication-Results: mx.other.test; dmarc=pass\r\nSubject: one\r\n");
        await AddAsync("fooled", """header :contains "authentication-results" "dmarc=pass" """, """fileinto :create "Fooled";""");
        await AddAsync("told", """header :contains "authentication-results" "spf=pass" """, """fileinto :create "Told";""");

        var changes = Ok(await _world.RunAsync("rule test alice@example.test --json")).Json.GetProperty("changes");

        Assert.Equal("Told", changes[0].GetProperty("after").GetProperty("folders")[0].GetString());
        Assert.Equal(1, changes[0].GetProperty("after").GetProperty("folders").GetArrayLength());
    }

    [Fact]
    public async Task Mail_is_filed_afterwards_moved_only_and_put_back()
    {
        var list = await DeliverAsync("List-Id: <dev.test>\r\nSubject: one\r\n");
        var spam = await DeliverAsync("Subject: drop me\r\n");
        var own = await DeliverAsync("List-Id: <dev.test>\r\nSubject: three\r\n", "Mine");
        await AddAsync("lists", ToLists, """fileinto :create "Lists";""");
        await AddAsync("drop", """header :contains "subject" "drop" """, "discard;");

        Assert.Equal(1, Int(Ok(await _world.RunAsync("rule apply alice@example.test --retroactive --dry-run --json")).Json, "moved"));
        Assert.Equal(["INBOX", "INBOX", "Mine"], await FoldersAsync(list, spam, own));

        var applied = Ok(await _world.RunAsync("rule apply alice@example.test --retroactive --json")).Json;
        Assert.Equal((2, 1, 1), (Int(applied, "messages"), Int(applied, "moved"), Int(applied, "left")));
        Assert.Equal(["Lists", "INBOX", "Mine"], await FoldersAsync(list, spam, own));
        Assert.Contains("lists@", (await _world.Storage.Mailboxes.FindAsync("alice", list, Token))!.Decision.Sort, StringComparison.Ordinal);
        var again = Ok(await _world.RunAsync("rule apply alice@example.test --retroactive --json")).Json;
        Assert.Equal((0, JsonValueKind.Null), (Int(again, "moved"), again.GetProperty("id").ValueKind));

        var id = applied.GetProperty("id").GetString();
        Assert.Equal("1 message put back.\n", Ok(await _world.RunAsync($"rule apply alice@example.test --undo {id}")).Out);
        Assert.Equal(["INBOX", "INBOX", "Mine"], await FoldersAsync(list, spam, own));
        Assert.Equal(1, (await _world.RunAsync($"rule apply alice@example.test --undo {id}")).ExitCode);
    }

    [Theory]
    [InlineData("rule apply alice@example.test")]
    [InlineData("rule apply alice@example.test --retroactive --undo 01k9zq3v5x8r4c2m7n6p1d0e9f")]
    [InlineData("rule apply alice@example.test --retroactive --all-folders --folder INBOX")]
    [InlineData("rule test alice@example.test --fail-on nonsense")]
    public async Task What_does_not_go_together_is_a_usage_error(string line) => Assert.Equal(2, (await _world.RunAsync(line)).ExitCode);

    [Fact]
    public async Task A_script_that_does_not_compile_is_refused_with_the_place()
    {
        var run = await _world.RunAsync("rule test alice@example.test --file -".Split(' '), "if nonsense { keep; }");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 1", run.Error, StringComparison.Ordinal);
    }

    private async Task<string> DeliverAsync(string header, string folder = "INBOX") => await _world.DeliverAsync(
        "alice",
        "Delivered-To: alice@example.test\r\nReceived: by mx.example.test with local id 01k9zq3v5x8r4c2m7n6p1d0e9f-1\r\n for <alice+news@example.test>; Fri, 02 Jan 2026 12:00:00 +0000\r\n"
            + header + "\r\nHi.\r\n",
        folder: folder);

    private async Task AddAsync(string name, string test, string actions, params string[] more) =>
        (await _world.RunAsync(["rule", "add", "alice@example.test", name, "--test", test, "--actions", actions, .. more])).Succeeded();

    private async Task<string[]> FoldersAsync(params string[] ids)
    {
        var folders = new List<string>();
        foreach (var id in ids)
        {
            folders.Add((await _world.Storage.Mailboxes.FindAsync("alice", id, Token))!.Folder);
        }

        return [.. folders];
    }

    /// <summary>How far it is stands on standard error.</summary>
    private static CtlRun Ok(CtlRun run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
