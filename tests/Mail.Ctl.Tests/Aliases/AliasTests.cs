using Mail.Core;

namespace Mail.Ctl.Tests;

public class AliasTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task Added_alias_is_listed_and_shown()
    {
        (await _world.RunAsync("alias add sales@example.test alice@example.test carol@elsewhere.test")).Succeeded();
        Assert.Equal(
            "sales@example.test\talice@example.test, carol@elsewhere.test\tyes\t\n",
            (await _world.RunAsync("alias list example.test")).Succeeded().Out);
        Assert.Contains("carol@elsewhere.test", (await _world.RunAsync("alias show SALES@example.test")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        const string Shape = "name targets enabled catchAll comment";
        Assert.Equal(Shape, (await _world.RunAsync("alias add sales@example.test alice@example.test --json")).Succeeded().Shape);
        Assert.Equal($"[{Shape}]", (await _world.RunAsync("alias list --json")).Succeeded().Shape);
        Assert.Equal(Shape, (await _world.RunAsync("alias show sales@example.test --json")).Succeeded().Shape);
        Assert.Equal("removed detail", (await _world.RunAsync("alias remove sales@example.test --json")).Succeeded().Shape);
    }

    [Fact]
    public async Task Catch_all_is_named_by_its_domain()
    {
        (await _world.RunAsync("alias add @example.test alice@example.test")).Succeeded();
        var alias = (await _world.RunAsync("alias show @example.test --json")).Json;
        Assert.Equal("@example.test", alias.GetProperty("name").GetString());
        Assert.True(alias.GetProperty("catchAll").GetBoolean());
        (await _world.RunAsync("alias remove @example.test")).Succeeded();
    }

    [Fact]
    public async Task Alias_behind_an_account_is_refused() =>
        (await _world.RunAsync("alias add alice@example.test bob@elsewhere.test")).Refused("goes before an alias");

    [Fact]
    public async Task Adding_twice_is_refused()
    {
        await _world.RunAsync("alias add sales@example.test alice@example.test");
        (await _world.RunAsync("alias add sales@example.test bob@elsewhere.test")).Refused("mailctl alias set");
    }

    [Fact]
    public async Task Unknown_target_here_is_added_with_a_warning()
    {
        var run = await _world.RunAsync("alias add sales@example.test nobody@example.test");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: sales@example.test leads to nobody@example.test", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loop_is_added_with_a_warning()
    {
        await _world.RunAsync("alias add a@example.test b@example.test");
        var run = await _world.RunAsync("alias add b@example.test a@example.test alice@example.test");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("b@example.test leads back to itself", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_targets_are_listed_as_a_count()
    {
        var targets = Enumerable.Range(0, 10_000).Select(n => $"u{n}@elsewhere.test");
        _world.Storage.Directory.AddAlias("all@example.test", [.. targets]);
        Assert.Contains("and 9995 more", (await _world.RunAsync("alias list")).Succeeded().Out, StringComparison.Ordinal);
        Assert.Equal(10_000, (await _world.RunAsync("alias show all@example.test --json")).Json.GetProperty("targets").GetArrayLength());
    }

    [Fact]
    public async Task Set_replaces_targets_and_keeps_the_comment()
    {
        await _world.RunAsync(["alias", "add", "sales@example.test", "alice@example.test", "--comment", "until June"]);
        (await _world.RunAsync("alias set sales@example.test carol@elsewhere.test")).Succeeded();
        var alias = (await _world.RunAsync("alias show sales@example.test --json")).Json;
        Assert.Equal("carol@elsewhere.test", Assert.Single(alias.GetProperty("targets").EnumerateArray()).GetString());
        Assert.Equal("until June", alias.GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Disable_and_enable()
    {
        await _world.RunAsync("alias add sales@example.test alice@example.test");
        await _world.RunAsync("alias disable sales@example.test");
        Assert.Contains("\tno\t", (await _world.RunAsync("alias list")).Out, StringComparison.Ordinal);
        await _world.RunAsync("alias enable sales@example.test");
        Assert.Contains("\tyes\t", (await _world.RunAsync("alias list")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("remove")]
    [InlineData("disable")]
    public async Task Unknown_alias_is_refused(string verb) =>
        (await _world.RunAsync($"alias {verb} nobody@example.test")).Refused("no alias nobody@example.test");

    [Fact]
    public async Task Alias_in_an_unknown_or_alias_domain_is_refused()
    {
        _world.Storage.Directory.AddDomain("b.test", DomainKind.Alias, "example.test");
        (await _world.RunAsync("alias add x@nowhere.test alice@example.test")).Refused("mailctl domain add nowhere.test");
        (await _world.RunAsync("alias add x@b.test alice@example.test")).Refused("alias domain");
    }

    [Theory]
    [InlineData("alias add sales@example.test")]
    [InlineData("alias add sales@example.test not-an-address")]
    [InlineData("alias add @ alice@example.test")]
    public async Task Nonsense_is_a_usage_error(string commandLine) =>
        (await _world.RunAsync(commandLine)).Misused("--help'");
}
