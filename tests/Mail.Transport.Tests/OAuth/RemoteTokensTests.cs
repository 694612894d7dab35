using System.Net;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

public class RemoteTokensTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<RemoteMailboxException> RefusedAsync(OAuthWorld world, RemoteAccount account) =>
        await Assert.ThrowsAsync<RemoteMailboxException>(async () => await world.Tokens.GetAsync(account, Token));

    [Fact]
    public async Task Token_is_kept_until_shortly_before_it_ends()
    {
        var world = new OAuthWorld();
        var account = await world.AuthorizedAsync();

        var first = await world.Tokens.GetAsync(account, Token);
        world.Time.Advance(TimeSpan.FromMinutes(57));
        var second = await world.Tokens.GetAsync(account, Token);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var third = await world.Tokens.GetAsync(account, Token);

        Assert.Equal(("access1", "access1", "access2"), (first, second, third));
        Assert.Equal("refresh_token", world.Server.Forms[0]["grant_type"]);
        Assert.Equal("mail offline", world.Server.Forms[0]["scope"]);
    }

    [Fact]
    public async Task Token_that_the_mail_server_refused_is_not_given_again()
    {
        var world = new OAuthWorld();
        var account = await world.AuthorizedAsync();
        await world.Tokens.GetAsync(account, Token);

        world.Tokens.Forget(account);

        Assert.Equal("access2", await world.Tokens.GetAsync(account, Token));
    }

    [Fact]
    public async Task Renewed_grant_is_stored_and_good_after_a_restart()
    {
        var world = new OAuthWorld(new ScriptedOAuth { Rotates = true });
        var stale = await world.AuthorizedAsync();
        await world.Tokens.GetAsync(stale, Token);
        // The visit goes on with the row that it has read.
        world.Tokens.Forget(stale);
        await world.Tokens.GetAsync(stale, Token);
        world.ForgetEverything();

        await world.Tokens.GetAsync(await world.AccountAsync(), Token);

        Assert.Equal(3, world.Server.Forms.Select(form => form["refresh_token"]).Distinct().Count());
    }

    [Fact]
    public async Task Renewed_grant_that_could_not_be_stored_is_stored_by_the_next_visit()
    {
        var world = new OAuthWorld(new ScriptedOAuth { Rotates = true });
        var account = await world.AuthorizedAsync();
        world.Faults.Unavailable = true;
        var token = await world.Tokens.GetAsync(account, Token);
        world.Faults.Unavailable = false;

        Assert.Equal(token, await world.Tokens.GetAsync(account, Token));

        world.ForgetEverything();
        await world.Tokens.GetAsync(await world.AccountAsync(), Token);
        Assert.Equal(2, world.Server.Forms.Count);
    }

    [Fact]
    public async Task New_authorization_takes_the_place_of_the_token_at_hand()
    {
        var world = new OAuthWorld();
        await world.Tokens.GetAsync(await world.AuthorizedAsync(), Token);

        var token = await world.Tokens.GetAsync(await world.AuthorizedAsync("another"), Token);

        Assert.Equal(("access2", "another"), (token, world.Server.Forms[^1]["refresh_token"]));
    }

    [Fact]
    public async Task Void_grant_is_for_its_owner_to_renew()
    {
        var world = new OAuthWorld();
        var account = await world.AuthorizedAsync();
        world.Server.RefreshTokens.Clear();

        var error = await RefusedAsync(world, account);

        Assert.Equal((RemoteFailure.Credentials, true), (error.Failure, error.IsFinal));
        Assert.Equal("login.test does not take the grant any more (invalid_grant): mailctl fetch authorize alice@example.test/there", error.Message);
    }

    [Theory]
    [InlineData(503, "", RemoteFailure.Unreachable)]
    [InlineData(200, "no json", RemoteFailure.Unreachable)]
    [InlineData(200, """{"access_token": "with space"}""", RemoteFailure.Unreachable)]
    [InlineData(400, """{"error": "temporarily_unavailable"}""", RemoteFailure.Unreachable)]
    [InlineData(401, """{"error": "invalid_client"}""", RemoteFailure.Settings)]
    [InlineData(400, """{"error": "interaction_required"}""", RemoteFailure.Credentials)]
    public async Task Endpoint_that_gives_no_token_says_whose_business_it_is(int code, string body, RemoteFailure failure)
    {
        var world = new OAuthWorld();
        var account = await world.AuthorizedAsync();
        world.Server.Instead = ((HttpStatusCode)code, body);

        var error = await RefusedAsync(world, account);

        Assert.Equal(failure, error.Failure);
        Assert.DoesNotContain("refresh 0", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_that_is_no_grant_is_told()
    {
        var world = new OAuthWorld();

        var error = await RefusedAsync(world, await world.KeepAsync("a password"));

        Assert.Equal((RemoteFailure.Settings, "alice@example.test/there has no grant; see: mailctl fetch authorize alice@example.test/there"), (error.Failure, error.Message));
    }

    [Fact]
    public async Task Token_without_a_stated_life_is_used_for_half_of_five_minutes_at_least()
    {
        var world = new OAuthWorld();
        world.Server.Life = null;
        var account = await world.AuthorizedAsync();
        await world.Tokens.GetAsync(account, Token);

        world.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("access1", await world.Tokens.GetAsync(account, Token));
    }

    [Fact]
    public async Task Many_visits_at_once_ask_once()
    {
        var world = new OAuthWorld();
        var account = await world.AuthorizedAsync();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => world.Tokens.GetAsync(account, Token).AsTask()));

        Assert.Equal("access1", Assert.Single(tokens.Distinct()));
        Assert.Single(world.Server.Forms);
    }
}
