using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl.Tests;

public class AppPasswordTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<List<AppPassword>> ListAsync() =>
        await _world.Storage.Credentials.ListAsync("alice", Cancellation).ToListAsync(Cancellation);

    [Fact]
    public async Task It_is_shown_once_and_kept_as_a_verifier()
    {
        var added = (await _world.RunAsync("account app-password add alice@example.test --name phone --json")).Succeeded();
        Assert.Equal("address name password", added.Shape);
        var secret = added.Json.GetProperty("password").GetString()!;
        Assert.Matches("^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){6}$", secret);
        Assert.True(PasswordHashing.Verify(Assert.Single(await ListAsync()).PasswordHash, secret));

        var listed = (await _world.RunAsync("account app-password list alice@example.test --json")).Succeeded();
        Assert.Equal("[name enabled createdAt lastUsedAt]", listed.Shape);
        Assert.DoesNotContain(secret, listed.Out, StringComparison.Ordinal);
        Assert.Equal("phone\tyes\t2026-01-02 12:00:00Z\tnever\n", (await _world.RunAsync("account app-password list alice@example.test")).Out);
    }

    [Fact]
    public async Task All_passwords_of_an_account_share_a_salt()
    {
        await _world.RunAsync("account password alice@example.test --password-stdin", "first");
        await _world.RunAsync("account app-password add alice@example.test --name phone");
        await _world.RunAsync("account password alice@example.test --password-stdin", "second");
        var alice = (await _world.Storage.Directory.FindAccountAsync("example.test", "alice", Cancellation))!;
        Assert.True(PasswordHashing.Verify(alice.PasswordHash, "second"));
        Assert.Equal(1, AccountPasswords.SaltsOf(alice, await ListAsync()));
        Assert.DoesNotContain("salts", (await _world.RunAsync("check")).Out, StringComparison.Ordinal);

        await _world.Storage.Credentials.AddAsync(
            new AppPassword { AccountId = "alice", Name = "by hand", PasswordHash = PasswordHashing.Create("x", null, 4096).ToString() }, Cancellation);
        Assert.Contains("several salts", (await _world.RunAsync("check")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_free_again_when_revoked()
    {
        (await _world.RunAsync("account app-password add alice@example.test --name phone")).Succeeded();
        (await _world.RunAsync("account app-password add alice@example.test --name phone")).Refused("'phone'");
        (await _world.RunAsync("account app-password revoke alice@example.test --name phone")).Succeeded();
        Assert.Empty(await ListAsync());
        (await _world.RunAsync("account app-password revoke alice@example.test --name phone")).Refused("no app password 'phone'");
    }

    [Theory]
    [InlineData("add")]
    [InlineData("revoke")]
    public async Task A_name_has_to_be_given(string verb)
    {
        (await _world.RunAsync($"account app-password {verb} alice@example.test")).Misused("--name");
        (await _world.RunAsync(["account", "app-password", verb, "alice@example.test", "--name", "a\tb"])).Misused("control characters");
        (await _world.RunAsync($"account app-password {verb} nobody@example.test --name x")).Refused("no account");
    }

    [Fact]
    public async Task They_go_with_their_account_and_leftovers_are_found()
    {
        await _world.RunAsync("account app-password add alice@example.test --name phone");
        await _world.RunAsync("account grant alice@example.test @example.test");
        (await _world.RunAsync("account remove alice@example.test --delete-mail")).Succeeded();
        Assert.Empty(await ListAsync());
        Assert.Empty(await _world.Storage.SenderGrants.FindAsync("alice", Cancellation));

        await _world.Storage.Credentials.AddAsync(new AppPassword { AccountId = "gone", Name = "x", PasswordHash = "" }, Cancellation);
        Assert.Contains("belongs to no account", (await _world.RunAsync("check")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grants_are_given_listed_and_taken()
    {
        Assert.Equal("sender enabled comment", (await _world.RunAsync("account grant alice@example.test Boss@Example.test --comment holidays --json")).Succeeded().Shape);
        (await _world.RunAsync("account grant alice@example.test boss@example.test")).Refused("already");
        (await _world.RunAsync("account grant alice@example.test @other.test")).Succeeded();
        Assert.Equal("@other.test\tyes\t\nBoss@example.test\tyes\tholidays\n", (await _world.RunAsync("account grants alice@example.test")).Out);
        (await _world.RunAsync("account ungrant alice@example.test boss@example.test")).Succeeded();
        (await _world.RunAsync("account ungrant alice@example.test boss@example.test")).Refused("no grant");
        (await _world.RunAsync("account grant alice@example.test everybody")).Misused("neither an address nor @domain");
    }
}
