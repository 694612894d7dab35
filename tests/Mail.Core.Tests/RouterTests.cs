using Mail.Testing;

namespace Mail.Core.Tests;

public class RouterTests
{
    private readonly InMemoryDirectory _directory = new();

    public RouterTests()
    {
        _directory.AddDomain("example.test");
        _directory.AddAccount("alice@example.test");
        _directory.AddAccount("bob@example.test");
    }

    [Theory]
    [InlineData("alice@example.test", "alice@example.test", null)]
    [InlineData("ALICE@example.test", "alice@example.test", null)]
    [InlineData("alice+lists@example.test", "alice@example.test", "lists")]
    [InlineData("alice+a+b@example.test", "alice@example.test", "a+b")]
    [InlineData("alice+@example.test", "alice@example.test", "")]
    public async Task An_account_is_found(string address, string account, string? detail)
    {
        var mailbox = Assert.IsType<RouteDestination.Mailbox>(Assert.Single(await FoundAsync(address)));
        Assert.Equal(account, mailbox.Account.Address.ToString());
        Assert.Equal(detail, mailbox.Detail);
        Assert.NotEmpty(mailbox.Steps);
    }

    [Theory]
    [InlineData("nobody@example.test")]
    [InlineData("+alice@example.test")]
    [InlineData("alice-lists@example.test")]
    public async Task An_unknown_local_part_is_unknown(string address) =>
        Assert.IsType<RouteResult.Unknown>(await ResolveAsync(address));

    [Theory]
    [InlineData("alice@elsewhere.test")]
    [InlineData("alice@sub.example.test")]
    [InlineData("alice@[127.0.0.1]")]
    public async Task A_domain_that_is_not_ours_is_foreign(string address) =>
        Assert.IsType<RouteResult.Foreign>(await ResolveAsync(address));

    [Theory]
    [InlineData("\"alice@elsewhere.test\"@example.test")]
    [InlineData("alice%elsewhere.test@example.test")]
    [InlineData("elsewhere.test!alice@example.test")]
    public async Task No_local_part_relays(string address) =>
        Assert.IsType<RouteResult.Unknown>(await ResolveAsync(address));

    [Fact]
    public async Task A_disabled_domain_is_foreign()
    {
        await _directory.UpdateDomainAsync(
            new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox, Enabled = false }, TestContext.Current.CancellationToken);
        Assert.IsType<RouteResult.Foreign>(await ResolveAsync("alice@example.test"));
    }

    [Fact]
    public async Task A_disabled_account_is_unknown_even_with_a_catch_all()
    {
        var account = _directory.AddAccount("carol@example.test");
        await _directory.UpdateAccountAsync(account with { Enabled = false }, TestContext.Current.CancellationToken);
        _directory.AddAlias("@example.test", "bob@example.test");
        Assert.IsType<RouteResult.Unknown>(await ResolveAsync("carol@example.test"));
    }

    [Fact]
    public async Task Without_a_separator_the_whole_local_part_counts()
    {
        _directory.AddDomain("plain.test");
        await _directory.UpdateDomainAsync(
            new DomainEntry { Name = "plain.test", Kind = DomainKind.Mailbox, DetailSeparator = null }, TestContext.Current.CancellationToken);
        _directory.AddAccount("dave@plain.test");
        Assert.IsType<RouteResult.Unknown>(await ResolveAsync("dave+x@plain.test"));
    }

    [Fact]
    public async Task An_alias_leads_to_many_here_and_elsewhere()
    {
        _directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test", "carol@elsewhere.test");
        Assert.Equal(
            ["alice@example.test", "bob@example.test", "carol@elsewhere.test"],
            (await FoundAsync("team@example.test")).Select(Name));
    }

    [Fact]
    public async Task A_detail_goes_along_with_an_alias_of_one_target()
    {
        _directory.AddAlias("al@example.test", "alice@example.test");
        _directory.AddAlias("carol@example.test", "carol@elsewhere.test");
        Assert.Equal("x", Assert.IsType<RouteDestination.Mailbox>(Assert.Single(await FoundAsync("al+x@example.test"))).Detail);
        Assert.Equal("carol+x@elsewhere.test", Name(Assert.Single(await FoundAsync("carol+x@example.test"))));
    }

    [Fact]
    public async Task A_detail_does_not_go_along_with_an_alias_of_many()
    {
        _directory.AddAlias("team@example.test", "alice@example.test", "carol@elsewhere.test");
        Assert.Equal(["alice@example.test", "carol@elsewhere.test"], (await FoundAsync("team+x@example.test")).Select(Name));
    }

    [Fact]
    public async Task The_whole_local_part_goes_before_the_part_before_the_separator()
    {
        _directory.AddAlias("alice+news@example.test", "bob@example.test");
        Assert.Equal("bob@example.test", Name(Assert.Single(await FoundAsync("alice+news@example.test"))));
    }

    [Fact]
    public async Task An_account_goes_before_an_alias_of_its_name()
    {
        _directory.AddAlias("alice@example.test", "bob@example.test");
        Assert.Equal("alice@example.test", Name(Assert.Single(await FoundAsync("alice@example.test"))));
    }

    [Fact]
    public async Task A_catch_all_takes_the_rest_only()
    {
        _directory.AddAlias("@example.test", "bob@example.test");
        Assert.Equal("bob@example.test", Name(Assert.Single(await FoundAsync("anything@example.test"))));
        Assert.Equal("alice@example.test", Name(Assert.Single(await FoundAsync("alice+x@example.test"))));
    }

    [Fact]
    public async Task An_alias_domain_shares_the_addresses_of_another()
    {
        _directory.AddDomain("example.org", DomainKind.Alias, aliasOf: "example.test");
        Assert.Equal("alice@example.test", Name(Assert.Single(await FoundAsync("alice+y@example.org"))));
        Assert.IsType<RouteResult.Unknown>(await ResolveAsync("nobody@example.org"));
    }

    [Fact]
    public async Task A_relay_domain_passes_on_but_its_aliases_apply_first()
    {
        _directory.AddDomain("relay.test", DomainKind.Relay);
        _directory.AddAlias("boss@relay.test", "alice@example.test");
        Assert.Equal("x@relay.test", Name(Assert.Single(await FoundAsync("x@relay.test"))));
        Assert.Equal("alice@example.test", Name(Assert.Single(await FoundAsync("boss@relay.test"))));
    }

    [Fact]
    public async Task Nested_aliases_give_each_mailbox_once()
    {
        _directory.AddAlias("all@example.test", "team@example.test", "alice@example.test", "ALICE@example.test");
        _directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        Assert.Equal(["alice@example.test", "bob@example.test"], (await FoundAsync("all@example.test")).Select(Name).Order());
    }

    [Fact]
    public async Task A_loop_with_a_way_out_uses_the_way_out()
    {
        _directory.AddAlias("a@example.test", "b@example.test", "alice@example.test");
        _directory.AddAlias("b@example.test", "a@example.test");
        Assert.Equal("alice@example.test", Name(Assert.Single(await FoundAsync("a@example.test"))));
    }

    [Fact]
    public async Task A_loop_without_a_way_out_is_a_misconfiguration()
    {
        _directory.AddAlias("a@example.test", "b@example.test");
        _directory.AddAlias("b@example.test", "a@example.test");
        Assert.IsType<RouteResult.Misconfigured>(await ResolveAsync("a@example.test"));
    }

    [Fact]
    public async Task A_loop_that_grows_its_address_ends()
    {
        _directory.AddAlias("@example.test", "x+y@example.test");
        Assert.IsType<RouteResult.Misconfigured>(await ResolveAsync("loop@example.test"));
        _directory.AddDomain("one.test", DomainKind.Alias, aliasOf: "two.test");
        _directory.AddDomain("two.test", DomainKind.Alias, aliasOf: "one.test");
        Assert.IsType<RouteResult.Misconfigured>(await ResolveAsync("x@one.test"));
    }

    [Fact]
    public async Task A_chain_is_followed_to_the_depth_limit_and_no_further()
    {
        for (var i = 0; i < 100; i++)
        {
            _directory.AddAlias($"c{i}@example.test", i == 99 ? "alice@example.test" : $"c{i + 1}@example.test");
        }

        Assert.Single(await FoundAsync($"c{100 - Router.MaxDepth + 1}@example.test"));
        Assert.IsType<RouteResult.Misconfigured>(await ResolveAsync("c0@example.test"));
    }

    [Fact]
    public async Task An_expansion_beyond_the_size_limit_is_a_misconfiguration()
    {
        _directory.AddAlias("big@example.test", [.. Enumerable.Range(0, Router.MaxDestinations + 1).Select(i => $"u{i}@elsewhere.test")]);
        Assert.IsType<RouteResult.Misconfigured>(await ResolveAsync("big@example.test"));
        _directory.AddAlias("fits@example.test", [.. Enumerable.Range(0, Router.MaxDestinations - 1).Select(i => $"u{i}@elsewhere.test")]);
        Assert.Equal(Router.MaxDestinations - 1, (await FoundAsync("fits@example.test")).Count);
    }

    [Fact]
    public async Task A_target_that_leads_nowhere_is_told_and_holds_nobody_up()
    {
        _directory.AddAlias("team@example.test", "gone@example.test", "alice@example.test");
        var found = Assert.IsType<RouteResult.Found>(await ResolveAsync("team@example.test"));
        Assert.Single(found.Destinations);
        Assert.Contains("gone@example.test", Assert.Single(found.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_reached_is_never_an_unknown_user()
    {
        _directory.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await ResolveAsync("alice@example.test"));
    }

    private async Task<IReadOnlyList<RouteDestination>> FoundAsync(string address) =>
        Assert.IsType<RouteResult.Found>(await ResolveAsync(address)).Destinations;

    private async Task<RouteResult> ResolveAsync(string address) =>
        await new Router(_directory).ResolveAsync(MailAddress.Parse(address), TestContext.Current.CancellationToken);

    private static string Name(RouteDestination destination) => destination switch
    {
        RouteDestination.Mailbox mailbox => mailbox.Account.Address.ToString(),
        RouteDestination.Remote remote => remote.Address.ToString(),
        _ => throw new InvalidOperationException(),
    };
}
