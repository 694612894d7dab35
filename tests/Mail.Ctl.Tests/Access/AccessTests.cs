using Mail.Core;

namespace Mail.Ctl.Tests;

public class AccessTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task Added_rule_is_listed_tested_and_removed()
    {
        var added = await _world.RunAsync(["access", "add", "client", "192.0.2.0/24", "reject", "--text", "Not from there", "--expires", "7d"]);
        Assert.Equal("client 192.0.2.0/24 REJECT Not from there within ten seconds.\n", added.Succeeded().Out);
        Assert.Equal(
            "client\t192.0.2.0/24\tREJECT\tNot from there\tuntil 2026-01-09 12:00:00Z\t\n", (await _world.RunAsync("access list")).Succeeded().Out);
        Assert.Contains(
            "Outcome: reject.",
            (await _world.RunAsync("access test --client 192.0.2.9 --from a@b.test --to alice@example.test")).Succeeded().Out,
            StringComparison.Ordinal);
        (await _world.RunAsync("access remove client 192.0.2.0/24")).Succeeded();
        (await _world.RunAsync("access remove client 192.0.2.0/24")).Refused("no rule for client 192.0.2.0/24");
        Assert.Equal("", (await _world.RunAsync("access list")).Succeeded().Out);
    }

    [Fact]
    public async Task A_rule_is_not_replaced_by_accident()
    {
        await _world.RunAsync("access add sender @shop.test ok --for alice@example.test");
        (await _world.RunAsync("access add sender @SHOP.test reject --for alice@example.test")).Refused("--replace");
        (await _world.RunAsync("access add sender @shop.test reject --for alice@example.test --replace")).Succeeded();
        Assert.StartsWith(
            "sender\t@shop.test for alice@example.test\tREJECT\t", (await _world.RunAsync("access list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_shows_the_rule_of_each_stage()
    {
        await _world.RunAsync("access add client-name .shop.test ok");
        await _world.RunAsync("access add helo mail.shop.test tag --text shop");
        await _world.RunAsync("access add recipient @example.test hold");
        string[] line =
        [
            "access", "test", "--client", "192.0.2.1", "--name", "mail.shop.test", "--helo", "mail.shop.test", "--from", "<>",
            "--to", "alice@example.test", "--json",
        ];
        var json = (await _world.RunAsync(line)).Succeeded().Json;
        Assert.Equal("pass", json.GetProperty("outcome").GetString());
        Assert.True(json.GetProperty("exempt").GetBoolean());
        Assert.True(json.GetProperty("held").GetBoolean());
        Assert.Equal("shop", json.GetProperty("tags")[0].GetString());
        Assert.Equal(["client-name", "helo", "recipient"], json.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        const string Rule = "kind pattern action text enabled expires comment";
        Assert.Equal(Rule, (await _world.RunAsync("access add sender a@b.test ok --json")).Succeeded().Shape);
        Assert.Equal($"[{Rule}]", (await _world.RunAsync("access list --json")).Succeeded().Shape);
        Assert.Equal(
            $"outcome exempt held tags rules([{Rule}])",
            (await _world.RunAsync("access test --from a@b.test --to alice@example.test --json")).Succeeded().Shape);
        Assert.Equal($"added([{Rule}])", (await _world.RunAsync("access allow --sender c@d.test --json")).Succeeded().Shape);
        Assert.Equal("removed detail", (await _world.RunAsync("access remove sender a@b.test --json")).Succeeded().Shape);
    }

    [Theory]
    [InlineData("access add clients 192.0.2.1 ok", "none of client, client-name")]
    [InlineData("access add client 192.0.2.1/24 ok", "no pattern for client")]
    [InlineData("access add client 192.0.2.1 maybe", "none of ok, reject")]
    [InlineData("access add sender a@b.test tag", "TAG needs a text")]
    [InlineData("access add recipient a@b.test ok --for c@d.test", "every kind but recipient")]
    [InlineData("access add sender a@b.test ok --expires soon", "neither a time")]
    [InlineData("access test --from a@b.test", "--from and --to")]
    [InlineData("access test --from nonsense --to a@b.test", "not an address")]
    [InlineData("access allow", "--sender")]
    [InlineData("access allow 01aryz6s41tsv4rrffq69g5fav --sender a@b.test", "--sender")]
    [InlineData("rejects --limit 0", "--limit is a number")]
    public async Task Nonsense_is_refused_with_what_is_possible(string line, string because) => (await _world.RunAsync(line)).Misused(because);

    [Fact]
    public async Task Bad_rows_are_found_by_check()
    {
        _world.Storage.AccessRules.Problems.Add(new DirectoryProblem("Access", "client x", "the row key is not a pattern"));
        var check = await _world.RunAsync("check");
        Assert.Contains("access\tAccess client x\tthe row key is not a pattern", check.Out, StringComparison.Ordinal);
    }
}
