using Mail.Core;

namespace Mail.Ctl.Tests;

public sealed class RuleTests : IDisposable
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    private Task<CtlRun> AddAsync(string name, string actions, params string[] more) =>
        _world.RunAsync(["rule", "add", "alice@example.test", name, "--actions", actions, .. more]);

    [Fact]
    public async Task Added_rule_is_listed_shown_and_removed()
    {
        var added = (await AddAsync("lists", "fileinto \"Lists\"; stop;", "--test", "true", "--comment", "why")).Succeeded();
        var version = (await _world.Storage.Rules.FindAsync(RuleScope.OfAccount("alice"), "lists", TestContext.Current.CancellationToken))!.Version;
        Assert.Equal($"Rule lists for account:alice added, version {version}: in force within ten seconds.\n", added.Out);
        Assert.Equal(
            $"account:alice\tbefore\t100\tlists\tenabled\t{version}\tif true {{ fileinto \"Lists\"; stop; }}\twhy\n",
            (await _world.RunAsync("rule list alice@example.test")).Succeeded().Out);
        var shown = (await _world.RunAsync("rule show alice@example.test lists")).Succeeded().Out;
        Assert.EndsWith("\nif true\n{\nfileinto \"Lists\"; stop;\n}\n\n", shown, StringComparison.Ordinal);
        (await _world.RunAsync("rule remove alice@example.test lists")).Succeeded();
        (await _world.RunAsync("rule remove alice@example.test lists")).Refused("no rule 'lists' for account:alice");
        (await _world.RunAsync("rule show alice@example.test lists")).Refused("mailctl rule list");
        Assert.Equal("", (await _world.RunAsync("rule list")).Succeeded().Out);
    }

    [Fact]
    public async Task Rules_are_for_an_account_a_domain_or_the_site()
    {
        (await AddAsync("mine", "keep;")).Succeeded();
        (await _world.RunAsync(["rule", "add", "--domain", "Example.TEST", "ours", "--actions", "keep;"])).Succeeded();
        (await _world.RunAsync(["rule", "add", "--site", "everybody's", "--actions", "discard;", "--phase", "incoming"])).Succeeded();
        Assert.Equal(
            ["site incoming everybody's", "domain:example.test before ours", "account:alice before mine"],
            (await _world.RunAsync("rule list --json")).Succeeded().Json.EnumerateArray()
                .Select(rule => $"{rule.GetProperty("scope")} {rule.GetProperty("phase")} {rule.GetProperty("name")}"));
        Assert.Equal(1, (await _world.RunAsync("rule list --site --json")).Json.GetArrayLength());
        Assert.Equal(1, (await _world.RunAsync("rule list --domain example.test --json")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("rule add lists --actions keep;", "Give an account and the rule's name")]
    [InlineData("rule add alice@example.test lists --site --actions keep;", "Give an account and the rule's name")]
    [InlineData("rule add --site --domain example.test lists --actions keep;", "Give an account and the rule's name")]
    [InlineData("rule add --site lists", "Give --actions, or --script")]
    [InlineData("rule add --site lists --script x --actions keep;", "A script stands alone")]
    [InlineData("rule add --domain example.test lists --actions keep; --phase incoming", "--phase incoming is for --site")]
    [InlineData("rule add --site lists --actions keep; --order 10000", "a number from 0 to 9999")]
    [InlineData("rule add --site lists --actions keep; --phase never", "none of before, after, incoming")]
    [InlineData("rule add nobody lists --actions keep;", "is not an address")]
    [InlineData("rule list --site --domain example.test", "Give an account, or")]
    [InlineData("rule history", "Give an account, or")]
    public async Task What_does_not_go_together_is_a_usage_error(string line, string because) => (await _world.RunAsync(line)).Misused(because);

    [Fact]
    public async Task Who_is_not_here_has_no_rules() =>
        (await _world.RunAsync("rule list nobody@example.test")).Refused("There is no account nobody@example.test");

    [Fact]
    public async Task A_rule_is_not_replaced_by_accident_and_keeps_its_place()
    {
        await AddAsync("a", "keep;", "--order", "50");
        await AddAsync("b", "keep;");
        (await AddAsync("a", "discard;")).Refused("--replace");
        (await AddAsync("a", "discard;", "--replace")).Succeeded();
        var rules = (await _world.RunAsync("rule list --json")).Json;
        Assert.Equal(["a 50 discard;", "b 60 keep;"], rules.EnumerateArray().Select(rule => $"{rule.GetProperty("name")} {rule.GetProperty("order")} {rule.GetProperty("actions")}"));
    }

    [Fact]
    public async Task What_does_not_compile_is_not_stored()
    {
        (await AddAsync("bad", "fileinto;")).Refused("The rule does not compile: line 3, column ");
        (await AddAsync("bad", "keep;", "--test", "nonsense")).Refused("The rule does not compile: line 1, column ");
        Assert.Equal("", (await _world.RunAsync("rule list")).Succeeded().Out);
    }

    [Fact]
    public async Task A_script_comes_from_a_file_or_standard_input()
    {
        await File.WriteAllTextAsync(_file, "require \"fileinto\";\r\nfileinto \"Ünï\";\r\n", TestContext.Current.CancellationToken);
        (await _world.RunAsync(["rule", "add", "alice@example.test", "mine", "--script", _file])).Succeeded();
        (await _world.RunAsync(["rule", "add", "alice@example.test", "other", "--script", "-"], "keep;\n")).Succeeded();
        var rules = (await _world.RunAsync("rule list alice@example.test --json")).Json;
        Assert.Equal("require \"fileinto\";\r\nfileinto \"Ünï\";\r\n", rules[0].GetProperty("script").GetString());
        Assert.Equal("keep;\n", rules[1].GetProperty("script").GetString());

        (await _world.RunAsync(["rule", "add", "alice@example.test", "x", "--script", _file + ".missing"])).Refused("cannot be read");
        (await _world.RunAsync(["rule", "add", "alice@example.test", "x", "--script", "-"], " ")).Refused("is empty");
        await File.WriteAllBytesAsync(_file, [0x6b, 0xff, 0x0a], TestContext.Current.CancellationToken);
        (await _world.RunAsync(["rule", "add", "alice@example.test", "x", "--script", _file])).Refused("not UTF-8");
    }

    [Fact]
    public async Task Switched_off_rules_stay_and_come_back()
    {
        await AddAsync("lists", "keep;");
        (await _world.RunAsync("rule disable alice@example.test lists")).Succeeded();
        Assert.Contains("\tdisabled\t", (await _world.RunAsync("rule list")).Out, StringComparison.Ordinal);
        (await _world.RunAsync("rule enable alice@example.test lists")).Succeeded();
        Assert.Contains("\tenabled\t", (await _world.RunAsync("rule list")).Out, StringComparison.Ordinal);
        (await _world.RunAsync("rule enable alice@example.test other")).Refused("no rule 'other'");
    }

    [Fact]
    public async Task Rollback_brings_back_what_was()
    {
        await AddAsync("lists", "keep;");
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await AddAsync("lists", "discard;", "--replace");
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        (await _world.RunAsync("rule rollback alice@example.test lists")).Succeeded();
        Assert.Equal("keep;", await ActionsAsync());
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        (await _world.RunAsync("rule remove alice@example.test lists")).Succeeded();

        var history = (await _world.RunAsync("rule history alice@example.test --name lists --json")).Succeeded().Json;
        Assert.Equal(
            ["removed keep;", "rolled-back keep;", "replaced discard;", "added keep;"],
            history.EnumerateArray().Select(version => $"{version.GetProperty("change")} {version.GetProperty("rule").GetProperty("actions")}"));
        var version = history[2].GetProperty("version").GetString()!;
        (await _world.RunAsync(["rule", "rollback", "alice@example.test", "lists", "--to", version[..6]])).Succeeded();
        Assert.Equal("discard;", await ActionsAsync());
        (await _world.RunAsync("rule rollback alice@example.test lists --to zzz")).Refused("has no version zzz");
        (await _world.RunAsync("rule rollback alice@example.test other")).Refused("no rule 'other'");
    }

    [Fact]
    public async Task Check_finds_rules_that_do_not_compile()
    {
        _world.Storage.Rules.Add(RuleScope.Site, "good", "true", "keep;");
        Assert.Equal("[]\n", (await _world.RunAsync("rule check --json")).Succeeded().Out);
        _world.Storage.Rules.Add(RuleScope.Site, "bad", "true", "fileinto;");
        var check = await _world.RunAsync("rule check");
        Assert.Equal(1, check.ExitCode);
        Assert.StartsWith("Rules site 0002-bad\tline 3, column ", check.Out, StringComparison.Ordinal);
        Assert.Contains("rules\tRules site 0002-bad\t", (await _world.RunAsync("check")).Out, StringComparison.Ordinal);
        Assert.Contains("\tbroken\t", (await _world.RunAsync("rule list --site")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_finds_rules_for_nobody()
    {
        _world.Storage.Rules.Add(RuleScope.OfAccount("alice"), "hers", "true", "keep;");
        _world.Storage.Rules.Add(RuleScope.OfDomain("example.test"), "ours", "true", "keep;");
        Assert.Equal(0, (await _world.RunAsync("rule check")).ExitCode);
        _world.Storage.Rules.Add(RuleScope.OfAccount("gone"), "his", "true", "keep;");
        _world.Storage.Rules.Add(RuleScope.OfDomain("other.test"), "theirs", "true", "keep;");
        var check = await _world.RunAsync("rule check");
        Assert.Equal(1, check.ExitCode);
        Assert.Equal("Rules domain:other.test\tis for a domain that is not ours\nRules account:gone\tbelongs to no account\n", check.Out);
    }

    [Fact]
    public async Task The_rules_of_an_account_go_with_it()
    {
        await AddAsync("lists", "keep;");
        (await _world.RunAsync("account remove alice@example.test")).Succeeded();
        Assert.Equal("", (await _world.RunAsync("rule list")).Succeeded().Out);
    }

    [Fact]
    public async Task The_key_of_webhooks_is_the_accounts_own()
    {
        (await _world.RunAsync("rule webhook-key alice@example.test")).Refused("MAIL_KEY");
        _world.Environment["MAIL_KEY"] = "set";
        Assert.Equal(new WebhookKeys(new byte[32]).Show("alice") + "\n", (await _world.RunAsync("rule webhook-key alice@example.test")).Succeeded().Out);
        (await _world.RunAsync("rule webhook-key nobody@example.test")).Refused("There is no account");
        Assert.Equal("account key", (await _world.RunAsync("rule webhook-key alice@example.test --json")).Succeeded().Shape);
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        const string Rule = "scope name order phase test actions script enabled comment version problem";
        Assert.Equal(Rule, (await AddAsync("lists", "keep;", "--json")).Succeeded().Shape);
        Assert.Equal($"[{Rule}]", (await _world.RunAsync("rule list --json")).Succeeded().Shape);
        Assert.Equal(Rule, (await _world.RunAsync("rule show alice@example.test lists --json")).Succeeded().Shape);
        Assert.Equal($"[at change version rule({Rule})]", (await _world.RunAsync("rule history alice@example.test --json")).Succeeded().Shape);
    }

    private async Task<string?> ActionsAsync() =>
        (await _world.RunAsync("rule show alice@example.test lists --json")).Succeeded().Json.GetProperty("actions").GetString();
}
