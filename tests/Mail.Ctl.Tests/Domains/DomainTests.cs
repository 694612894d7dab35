using Mail.Core;

namespace Mail.Ctl.Tests;

public class DomainTests
{
    private readonly CtlWorld _world = new();

    [Fact]
    public async Task Added_domain_is_listed_and_shown()
    {
        Assert.Equal("Domain example.test added.\n", (await _world.RunAsync("domain add example.test")).Succeeded().Out);
        Assert.Equal("example.test\tmailbox\tyes\t\t+\t\n", (await _world.RunAsync("domain list")).Succeeded().Out);
        Assert.Contains("Kind:      mailbox\n", (await _world.RunAsync("domain show example.test")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_of_all_verbs_has_the_promised_names()
    {
        const string Shape = "name displayName kind enabled aliasOf separator dmarcReject dmarcQuarantine comment";
        Assert.Equal(Shape, (await _world.RunAsync("domain add example.test --json")).Succeeded().Shape);
        Assert.Equal($"[{Shape}]", (await _world.RunAsync("domain list --json")).Succeeded().Shape);
        Assert.Equal(Shape, (await _world.RunAsync("domain show example.test --json")).Succeeded().Shape);
        Assert.Equal(Shape, (await _world.RunAsync("domain set example.test --separator none --json")).Succeeded().Shape);
        Assert.Equal(Shape, (await _world.RunAsync("domain disable example.test --json")).Succeeded().Shape);
        Assert.Equal("removed detail", (await _world.RunAsync("domain remove example.test --json")).Succeeded().Shape);
        Assert.Equal("[]", (await _world.RunAsync("domain list --json")).Succeeded().Out.Trim());
    }

    [Fact]
    public async Task International_name_is_stored_as_it_is_sent_and_shown_as_it_is_read()
    {
        await _world.RunAsync("domain add Bücher.test");
        var domain = (await _world.RunAsync("domain show xn--bcher-kva.test --json")).Succeeded().Json;
        Assert.Equal("xn--bcher-kva.test", domain.GetProperty("name").GetString());
        Assert.Equal("bücher.test", domain.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task Adding_twice_is_refused()
    {
        await _world.RunAsync("domain add example.test");
        (await _world.RunAsync("domain add EXAMPLE.test")).Refused("already exists");
    }

    [Fact]
    public async Task Alias_domain_needs_a_target_that_is_no_alias()
    {
        (await _world.RunAsync("domain add b.test --kind alias")).Misused("--alias-of");
        (await _world.RunAsync("domain add b.test --alias-of a.test")).Refused("mailctl domain add a.test");
        (await _world.RunAsync("domain add b.test --alias-of b.test")).Refused("alias of itself");
        await _world.RunAsync("domain add a.test");
        (await _world.RunAsync("domain add b.test --alias-of a.test")).Succeeded();
        (await _world.RunAsync("domain add c.test --alias-of b.test")).Refused("use --alias-of a.test");
        (await _world.RunAsync("domain add c.test --kind relay --alias-of a.test")).Misused("--kind alias only");
    }

    [Fact]
    public async Task Set_changes_what_is_named_and_nothing_else()
    {
        await _world.RunAsync(["domain", "add", "example.test", "--comment", "ours"]);
        await _world.RunAsync("domain set example.test --separator -");
        var domain = (await _world.RunAsync("domain show example.test --json")).Json;
        Assert.Equal("-", domain.GetProperty("separator").GetString());
        Assert.Equal("ours", domain.GetProperty("comment").GetString());
        (await _world.RunAsync("domain set example.test")).Misused("Nothing to change");
        (await _world.RunAsync("domain update nowhere.test --separator -")).Refused("mailctl domain add nowhere.test");
    }

    [Fact]
    public async Task Domain_with_accounts_cannot_become_an_alias()
    {
        var world = CtlWorld.WithAlice();
        await world.RunAsync("domain add other.test");
        (await world.RunAsync("domain set example.test --alias-of other.test")).Refused("1 account");
    }

    [Fact]
    public async Task Disable_and_enable()
    {
        await _world.RunAsync("domain add example.test");
        await _world.RunAsync("domain disable example.test");
        Assert.False((await _world.RunAsync("domain show example.test --json")).Json.GetProperty("enabled").GetBoolean());
        await _world.RunAsync("domain enable example.test");
        Assert.True((await _world.RunAsync("domain show example.test --json")).Json.GetProperty("enabled").GetBoolean());
        (await _world.RunAsync("domain enable nowhere.test")).Refused("no domain nowhere.test");
    }

    [Fact]
    public async Task Domain_in_use_is_removed_only_by_force()
    {
        var world = CtlWorld.WithAlice();
        world.Storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        world.Storage.Directory.AddDomain("b.test", DomainKind.Alias, "example.test");
        (await world.RunAsync("domain remove example.test")).Refused("1 account and 1 alias and alias domain b.test");
        Assert.Contains("kept: 1 account", (await world.RunAsync("domain remove example.test --force")).Succeeded().Out, StringComparison.Ordinal);
        (await world.RunAsync("domain remove example.test --force")).Refused("no domain");
    }

    [Theory]
    [InlineData("domain add -bad-.test")]
    [InlineData("domain add [192.0.2.1]")]
    [InlineData("domain add a..test")]
    [InlineData("domain add example.test --kind nonsense")]
    [InlineData("domain add example.test --separator ab")]
    [InlineData("domain add example.test --separator @")]
    [InlineData("domain add")]
    [InlineData("domain")]
    [InlineData("domain add example.test extra")]
    public async Task Nonsense_is_a_usage_error(string commandLine) =>
        (await _world.RunAsync(commandLine)).Misused("--help'");
}
