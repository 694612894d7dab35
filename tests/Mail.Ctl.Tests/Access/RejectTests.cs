using Mail.Core;

namespace Mail.Ctl.Tests;

public class RejectTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_sees_what_was_refused_for_any_of_the_addresses()
    {
        _world.Storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        var first = await RefuseAsync("alice@example.test");
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await RefuseAsync("sales@example.test", leftOut: 3);
        await RefuseAsync("bob@example.test", owner: "bob@example.test");

        Assert.Equal([second, first], await IdsAsync("rejects --recipient alice@example.test"));
        Assert.Equal([second], await IdsAsync("rejects --recipient sales@example.test"));
        Assert.Equal(3, (await IdsAsync("rejects")).Count);
        Assert.Equal(2, (await IdsAsync("rejects --limit 2")).Count);
        Assert.Equal(2, (await IdsAsync("rejects --since 30s")).Count);
        Assert.Equal(
            $"{second}\t2026-01-02 12:01:00Z\t<s@sender.test>\tsales@example.test\tmail.sender.test[192.0.2.1]\taccess-sender (and 3 not shown)\t554 5.7.1 No\n",
            (await _world.RunAsync("rejects --recipient sales@example.test")).Succeeded().Out);
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        await RefuseAsync("alice@example.test");
        Assert.Equal(
            "[id at owner recipient sender clientAddress clientName helo reason detail reply leftOut]",
            (await _world.RunAsync("rejects --json")).Succeeded().Shape);
        _world.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal("[]", (await _world.RunAsync("rejects --json")).Succeeded().Out.Trim());
    }

    [Theory]
    [InlineData(AccessKind.Client, "192.0.2.0/24", "client 192.0.2.1 for alice@example.test")]
    [InlineData(AccessKind.Client, "192.0.2.1", "client 192.0.2.1 for alice@example.test")]
    [InlineData(AccessKind.ClientName, "sender.test", "client 192.0.2.1 for alice@example.test")]
    [InlineData(AccessKind.Helo, "helo.sender.test", "helo helo.sender.test for alice@example.test")]
    [InlineData(AccessKind.Sender, "@sender.test", "sender s@sender.test for alice@example.test")]
    [InlineData(AccessKind.Sender, "s@sender.test", "sender s@sender.test for alice@example.test")]
    [InlineData(AccessKind.Recipient, "@example.test", "recipient alice@example.test")]
    public async Task Allow_makes_the_narrowest_exception_to_the_rule_that_refused(AccessKind kind, string pattern, string rule)
    {
        _world.Storage.AccessRules.Add(kind, pattern, AccessAction.Reject);
        var id = await RefuseAsync("alice@example.test");
        Assert.Equal($"{rule} OK within ten seconds.\n", (await _world.RunAsync($"access allow {id}")).Succeeded().Out);
        Assert.Equal("Nothing to do: the rules let it in already.\n", (await _world.RunAsync($"access allow {id}")).Succeeded().Out);

        Assert.True((await VerdictAsync("alice@example.test")).IsExempt);
        if (kind != AccessKind.Recipient)
        {
            Assert.Equal(AccessAction.Reject, (await VerdictAsync("bob@example.test")).Final!.Action);
        }
    }

    [Fact]
    public async Task Allow_gets_a_message_past_the_rules_of_several_stages()
    {
        _world.Storage.AccessRules.Add(AccessKind.Client, "192.0.2.0/24", AccessAction.Reject);
        _world.Storage.AccessRules.Add(AccessKind.Helo, "sender.test", AccessAction.Defer);
        _world.Storage.AccessRules.Add(AccessKind.Sender, "sender.test", AccessAction.Discard);
        var id = await RefuseAsync("alice@example.test");
        Assert.Equal(3, (await _world.RunAsync($"access allow {id} --json")).Succeeded().Json.GetProperty("added").GetArrayLength());
        Assert.True((await VerdictAsync("alice@example.test")).IsExempt);
    }

    [Theory]
    [InlineData("s@sender.test", "sender s@sender.test for alice@example.test")]
    [InlineData(null, "client 192.0.2.1 for alice@example.test")]
    public async Task What_a_check_or_greylisting_refused_is_let_in_by_its_sender_or_a_notice_by_its_client(string? sender, string rule)
    {
        var id = await RefuseAsync("alice@example.test", sender: sender);
        Assert.Equal($"{rule} OK within ten seconds.\n", (await _world.RunAsync($"access allow {id}")).Succeeded().Out);
        Assert.True((await VerdictAsync("alice@example.test", sender)).IsExempt);
    }

    [Fact]
    public async Task An_address_that_the_operator_closed_is_not_opened_behind_his_back()
    {
        _world.Storage.AccessRules.Add(AccessKind.Recipient, "alice@example.test", AccessAction.Reject);
        var id = await RefuseAsync("alice@example.test");
        (await _world.RunAsync($"access allow {id}")).Refused("mailctl access remove recipient 'alice@example.test'");
    }

    [Fact]
    public async Task Allow_without_a_record_names_whom_to_let_in()
    {
        Assert.Equal(
            "sender s@sender.test for alice@example.test OK within ten seconds.\n",
            (await _world.RunAsync("access allow --sender s@sender.test --recipient alice@example.test")).Succeeded().Out);
        Assert.Equal("client 192.0.2.1 OK within ten seconds.\n", (await _world.RunAsync("access allow --client 192.0.2.1")).Succeeded().Out);
        (await _world.RunAsync("access allow 01aryz6s41tsv4rrffq69g5fav")).Refused("mailctl rejects");
    }

    private async Task<AccessVerdict> VerdictAsync(string recipient, string? sender = "s@sender.test") =>
        (await _world.Storage.AccessRules.GetAsync(Token)).Evaluate(
            new AccessQuestion
            {
                ClientAddress = System.Net.IPAddress.Parse("192.0.2.1"),
                ClientName = "mail.sender.test",
                Helo = "helo.sender.test",
                Sender = sender is null ? null : MailAddress.Parse(sender),
                Recipient = MailAddress.Parse(recipient),
            },
            _world.Time.GetUtcNow());

    private async Task<List<string>> IdsAsync(string line) =>
        [.. (await _world.RunAsync(line + " --json")).Succeeded().Json.EnumerateArray().Select(record => record.GetProperty("id").GetString()!)];

    private async Task<string> RefuseAsync(
        string recipient, string owner = "alice@example.test", string? sender = "s@sender.test", int leftOut = 0)
    {
        var record = new RejectRecord
        {
            Id = QueueId.New(_world.Time),
            Owner = MailAddress.Parse(owner),
            Recipient = MailAddress.Parse(recipient),
            Sender = sender is null ? null : MailAddress.Parse(sender),
            ClientAddress = "192.0.2.1",
            ClientName = "mail.sender.test",
            Helo = "helo.sender.test",
            Reason = "access-sender",
            Detail = "rule",
            Reply = "554 5.7.1 No",
            LeftOut = leftOut,
        };
        await _world.Storage.Rejects.WriteAsync([record], Token);
        return record.Id.ToString();
    }
}
