using Mail.Core;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public class FetchTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RemoteAccountKey Key => new(MailAddress.Parse("alice@example.test"), "far");

    [Fact]
    public async Task An_account_is_added_with_its_password_sealed_and_listed_without()
    {
        var added = (await AddAsync("--protocol imaps --keep 14d --interval 10m --folder INBOX --folder Lists")).Succeeded();
        Assert.DoesNotContain("s3cret", added.Out + added.Error, StringComparison.Ordinal);
        var account = await FindAsync();
        Assert.Equal((RemoteProtocol.Imap, RemoteTls.Implicit, 993), (account.Protocol, account.Tls, account.EffectivePort));
        Assert.Equal(TimeSpan.FromDays(14), account.KeepFor);
        Assert.Equal(["INBOX", "Lists"], account.Folders);
        Assert.Equal(Sealed(account.Id, "s3cret"), account.Secret);

        var row = Assert.Single((await _world.RunAsync("fetch list --json")).Succeeded().Json.EnumerateArray().ToList());
        Assert.Equal("alice@example.test/far", row.GetProperty("account").GetString());
        Assert.Equal("14d", row.GetProperty("keep").GetString());
        Assert.Equal(("password", RemoteAccount.DefaultSizeLimit), (row.GetProperty("authentication").GetString(), row.GetProperty("sizeLimit").GetInt64()));
        Assert.DoesNotContain("s3cret", row.ToString(), StringComparison.Ordinal);
        Assert.Contains("imaps://al@pop.far.test:993", (await _world.RunAsync("fetch list alice@example.test")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@example.test", "pop.far.test")]
    [InlineData("alice@example.test/work", "work")]
    public async Task Without_a_name_it_is_the_hosts(string given, string expected)
    {
        (await _world.RunAsync(["fetch", "add", given, "--host", "pop.far.test", "--user", "al", "--password-stdin"], "s3cret\n")).Succeeded();
        Assert.NotNull(await _world.Storage.RemoteAccounts.FindAsync(Key with { Name = expected }, Token));
    }

    [Theory]
    [InlineData("--keep sometimes")]
    [InlineData("--interval 1s")]
    [InlineData("--fingerprint abc")]
    [InlineData("--tls perhaps")]
    [InlineData("--protocol uucp")]
    [InlineData("--size-limit 3")]
    [InlineData("--secret hunter2")]
    [InlineData("--secret env:MAIL_KEY")]
    [InlineData("--secret https://vault.test/secrets/mail-key")]
    [InlineData("--tls none --fingerprint 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("--multidrop Delivered To")]
    [InlineData("--multidrop X:")]
    public async Task What_cannot_be_meant_is_a_usage_error(string options)
    {
        Assert.Equal(2, (await AddAsync(options)).ExitCode);
        Assert.Equal(0, await _world.Storage.RemoteAccounts.ListAsync(Token).CountAsync(Token));
    }

    [Fact]
    public async Task Nothing_is_collected_for_somebody_who_is_not_here() =>
        (await _world.RunAsync(["fetch", "add", "nobody@example.test", "--host", "pop.far.test", "--user", "al", "--password-stdin"], "x\n")).Refused("There is no account nobody@example.test");

    [Fact]
    public async Task An_account_that_is_there_is_replaced_only_when_that_is_asked_for_and_keeps_what_it_knows()
    {
        (await AddAsync("")).Succeeded();
        var id = (await FindAsync()).Id;
        (await AddAsync("")).Refused("already");
        (await AddAsync("--keep no --replace")).Succeeded();
        Assert.Equal((id, TimeSpan.Zero), ((await FindAsync()).Id, (await FindAsync()).KeepFor));
    }

    [Fact]
    public async Task Pausing_resuming_and_a_new_password()
    {
        (await AddAsync("")).Succeeded();
        var id = (await FindAsync()).Id;
        (await _world.RunAsync("fetch pause alice@example.test")).Succeeded();
        Assert.Equal("by an operator", (await FindAsync()).Paused);
        Assert.Equal("paused", (await _world.RunAsync("fetch list --json")).Json[0].GetProperty("state").GetString());
        (await _world.RunAsync("fetch run alice@example.test")).Refused("mailctl fetch resume alice@example.test/far");

        await _world.Storage.FetchState.SetHealthAsync(id, new FetchHealth { Failures = 2, Problem = "wrong", NextAttemptAt = _world.Time.GetUtcNow().AddHours(1) }, Token);
        (await _world.RunAsync("fetch resume alice@example.test/far")).Succeeded();
        Assert.Null((await FindAsync()).Paused);
        Assert.Null((await _world.Storage.FetchState.LoadAsync(id, Token)).Health.NextAttemptAt);

        await _world.Storage.RemoteAccounts.SetPausedAsync(Key, "wrong password", Token);
        (await _world.RunAsync(["fetch", "password", "alice@example.test/far", "--password-stdin"], "n3w\n")).Succeeded();
        Assert.Equal((Sealed(id, "n3w"), null), ((await FindAsync()).Secret, (await FindAsync()).Paused));
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("password")]
    public async Task Who_has_put_it_right_does_not_wait_for_the_timer(string verb)
    {
        (await AddAsync("")).Succeeded();
        (await _world.RunAsync(["fetch", verb, "alice@example.test", .. verb == "password" ? new[] { "--password-stdin" } : []], "n3w\n")).Succeeded();
        var item = Assert.Single(await _world.Storage.Queues.Get(QueueNames.Fetching).ReceiveAsync(10, TimeSpan.FromMinutes(1), Token));
        Assert.True(FetchPointer.TryParse(item.Body, out var pointer, out var key));
        Assert.Equal((Key, null), (key, pointer.Until));
    }

    [Fact]
    public async Task A_renamed_account_takes_its_mailboxes_elsewhere_along()
    {
        (await AddAsync("")).Succeeded();
        var before = await FindAsync();
        (await _world.RunAsync("account rename alice@example.test alice.jones@example.test")).Succeeded();
        var after = Assert.Single(await _world.Storage.RemoteAccounts.ListAsync(Token).ToListAsync(Token));
        Assert.Equal(before with { Key = new(MailAddress.Parse("alice.jones@example.test"), "far") }, after);
    }

    [Fact]
    public async Task Nothing_is_collected_for_an_account_that_was_removed()
    {
        (await AddAsync("")).Succeeded();
        var id = (await FindAsync()).Id;
        await _world.Storage.FetchState.SetHealthAsync(id, new FetchHealth { Failures = 1 }, Token);
        (await _world.RunAsync("account remove alice@example.test")).Succeeded();
        Assert.Equal(0, await _world.Storage.RemoteAccounts.ListAsync(Token).CountAsync(Token));
        Assert.Equal(FetchHealth.Good, (await _world.Storage.FetchState.LoadAsync(id, Token)).Health);
    }

    [Fact]
    public async Task A_row_for_nobody_and_a_copied_one_are_told_and_removing_the_copy_forgets_nothing()
    {
        (await AddAsync("")).Succeeded();
        var account = await FindAsync();
        await _world.Storage.FetchState.SetHealthAsync(account.Id, new FetchHealth { Owner = Key.ToString(), Messages = 7 }, Token);
        var copy = account with { Key = new(MailAddress.Parse("nobody@example.test"), "far") };
        await _world.Storage.RemoteAccounts.AddAsync(copy, Token);

        var check = (await _world.RunAsync("check")).Out;
        Assert.Contains("there is no account nobody@example.test", check, StringComparison.Ordinal);
        Assert.Contains("its column Id is that of alice@example.test/far", check, StringComparison.Ordinal);
        Assert.Contains("its column Id is that of", (await _world.RunAsync("fetch list nobody@example.test")).Out, StringComparison.Ordinal);

        (await _world.RunAsync("fetch remove nobody@example.test/far")).Succeeded();
        Assert.Equal(7, (await _world.Storage.FetchState.LoadAsync(account.Id, Token)).Health.Messages);
    }

    [Fact]
    public async Task The_log_has_the_newest_first()
    {
        (await AddAsync("")).Succeeded();
        var id = (await FindAsync()).Id;
        await _world.Storage.FetchState.AddEventAsync(id, new FetchEvent(_world.Time.GetUtcNow(), false, 3, 4000, TimeSpan.FromSeconds(2), ""), Token);
        await _world.Storage.FetchState.AddEventAsync(id, new FetchEvent(_world.Time.GetUtcNow().AddHours(1), true, 0, 0, TimeSpan.FromSeconds(60), "no connection"), Token);
        var log = (await _world.RunAsync("fetch log alice@example.test --json")).Succeeded().Json;
        Assert.Equal(["failed", "fetched"], log.EnumerateArray().Select(row => row.GetProperty("result").GetString()));
        Assert.Contains("no connection", (await _world.RunAsync("fetch log alice@example.test --limit 1")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_forgets_everything()
    {
        (await AddAsync("")).Succeeded();
        var id = (await FindAsync()).Id;
        await _world.Storage.FetchState.SetHealthAsync(id, new FetchHealth { Failures = 1 }, Token);
        (await _world.RunAsync("fetch remove alice@example.test/far")).Succeeded();
        Assert.Equal(FetchHealth.Good, (await _world.Storage.FetchState.LoadAsync(id, Token)).Health);
        (await _world.RunAsync("fetch remove alice@example.test/far")).Refused("There is no alice@example.test/far");
        (await _world.RunAsync("fetch log alice@example.test")).Refused("Nothing is collected for alice@example.test");
    }

    private string Sealed(string id, string secret) => new InMemoryRemoteSecrets(_world.Storage.RemoteAccounts).Seal(id, secret);

    private Task<CtlRun> AddAsync(string options) => _world.RunAsync(
        ["fetch", "add", "alice@example.test/far", "--host", "pop.far.test", "--user", "al", "--password-stdin", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        "s3cret\n");

    private async Task<RemoteAccount> FindAsync() =>
        await _world.Storage.RemoteAccounts.FindAsync(Key, Token) ?? throw new InvalidOperationException("It is not there.");
}
