using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl.Tests;

public class AccountTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private async Task<AccountEntry> FindAsync(string address)
    {
        var parsed = MailAddress.Parse(address);
        return await _world.Storage.Directory.FindAccountAsync(parsed.Domain, parsed.LocalPart, TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException("No account " + address);
    }

    [Fact]
    public async Task Added_account_has_an_inbox_and_the_password_from_standard_input()
    {
        (await _world.RunAsync("account add bob@example.test --password-stdin --quota 1GiB", "demo-only\n")).Succeeded();
        var bob = await FindAsync("bob@example.test");
        Assert.True(PasswordHashing.Verify(bob.PasswordHash, "demo-only"));
        Assert.False(PasswordHashing.Verify(bob.PasswordHash, "demo-only\n"));
        Assert.Equal(1L << 30, bob.QuotaBytes);
        Assert.True(QueueId.TryParse(bob.AccountId, out _));
        Assert.NotNull(await _world.Storage.Mailboxes.FindFolderAsync(bob.AccountId, "INBOX", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Json_has_the_promised_names_and_no_hash()
    {
        const string Shape = "address id enabled quotaBytes hasPassword name";
        var added = await _world.RunAsync("account add bob@example.test --password-stdin --json", "secret");
        Assert.Equal(Shape, added.Succeeded().Shape);
        Assert.DoesNotContain((await FindAsync("bob@example.test")).PasswordHash!, added.Out, StringComparison.Ordinal);
        Assert.Equal($"[{Shape}]", (await _world.RunAsync("account list --json")).Succeeded().Shape);
        Assert.Equal(Shape, (await _world.RunAsync("account show bob@example.test --json")).Succeeded().Shape);
        Assert.Equal("removed detail", (await _world.RunAsync("account remove bob@example.test --json")).Succeeded().Shape);
    }

    [Fact]
    public async Task Adding_twice_is_refused_and_changes_nothing()
    {
        var before = await FindAsync("alice@example.test");
        (await _world.RunAsync("account add ALICE@example.test --password-stdin", "x")).Refused("already exists");
        Assert.Equal(before, await FindAsync("alice@example.test"));
    }

    [Fact]
    public async Task Unknown_domain_is_refused_with_the_command_that_adds_it() =>
        (await _world.RunAsync("account add bob@nowhere.test --no-password")).Refused("mailctl domain add nowhere.test");

    [Fact]
    public async Task Alias_domain_has_no_accounts()
    {
        _world.Storage.Directory.AddDomain("b.test", DomainKind.Alias, "example.test");
        (await _world.RunAsync("account add bob@b.test --no-password")).Refused("bob@example.test");
    }

    [Fact]
    public async Task Account_would_hide_an_alias_of_the_same_name()
    {
        _world.Storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        (await _world.RunAsync("account add sales@example.test --no-password")).Refused("mailctl alias remove sales@example.test");
    }

    [Fact]
    public async Task Prompt_asks_twice()
    {
        _world.Secrets.Enqueue("one");
        _world.Secrets.Enqueue("one");
        (await _world.RunAsync("account add bob@example.test")).Succeeded();
        Assert.True(PasswordHashing.Verify((await FindAsync("bob@example.test")).PasswordHash, "one"));
    }

    [Fact]
    public async Task Two_different_answers_change_nothing()
    {
        _world.Secrets.Enqueue("one");
        _world.Secrets.Enqueue("two");
        (await _world.RunAsync("account add bob@example.test")).Refused("differ");
        Assert.DoesNotContain("bob", (await _world.RunAsync("account list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_the_password_has_to_come_from_somewhere() =>
        (await _world.RunAsync("account add bob@example.test")).Misused("--password-stdin");

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("two\nlines\n")]
    [InlineData("nul\0")]
    public async Task Bad_password_is_refused(string input) =>
        (await _world.RunAsync("account add bob@example.test --password-stdin", input)).Refused("password");

    [Fact]
    public async Task Endless_password_is_refused() =>
        (await _world.RunAsync("account add bob@example.test --password-stdin", new string('x', 1_000_000))).Refused("at most 1024");

    [Fact]
    public async Task Password_is_replaced_and_removed()
    {
        (await _world.RunAsync("account password alice@example.test --password-stdin", "new\r\n")).Succeeded();
        Assert.True(PasswordHashing.Verify((await FindAsync("alice@example.test")).PasswordHash, "new"));
        (await _world.RunAsync("account password alice@example.test --no-password")).Succeeded();
        Assert.Null((await FindAsync("alice@example.test")).PasswordHash);
    }

    [Fact]
    public async Task Quota_is_set_and_lifted()
    {
        await _world.RunAsync("account quota alice@example.test 1.5MiB");
        Assert.Equal(1_572_864, (await FindAsync("alice@example.test")).QuotaBytes);
        await _world.RunAsync("account quota alice@example.test none");
        Assert.Null((await FindAsync("alice@example.test")).QuotaBytes);
        (await _world.RunAsync("account quota alice@example.test much")).Misused("no quota");
        (await _world.RunAsync("account quota alice@example.test 0")).Misused("no quota");
        (await _world.RunAsync("account quota alice@example.test 99999999999999999999TiB")).Misused("no quota");
    }

    [Fact]
    public async Task Renamed_account_keeps_its_mailbox()
    {
        (await _world.RunAsync("account rename alice@example.test carol@example.test")).Succeeded();
        Assert.Equal("alice", (await FindAsync("carol@example.test")).AccountId);
        (await _world.RunAsync("account show alice@example.test")).Refused("no account");
        (await _world.RunAsync("account rename carol@example.test carol@nowhere.test")).Refused("nowhere.test");
    }

    [Fact]
    public async Task Renaming_never_overwrites()
    {
        _world.Storage.Directory.AddAccount("bob@example.test", "bob");
        (await _world.RunAsync("account rename alice@example.test bob@example.test")).Refused("already exists");
        Assert.Equal("bob", (await FindAsync("bob@example.test")).AccountId);
        Assert.Equal("alice", (await FindAsync("alice@example.test")).AccountId);
    }

    [Fact]
    public async Task Removing_keeps_the_mail_and_says_where()
    {
        var id = await _world.DeliverAsync("alice", "Subject: hi\r\n\r\nText\r\n");
        Assert.Contains("mailbox-alice", (await _world.RunAsync("account remove alice@example.test")).Succeeded().Out, StringComparison.Ordinal);
        Assert.NotNull(await _world.Storage.Mailboxes.FindAsync("alice", id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Removing_with_mail_deletes_it()
    {
        var id = await _world.DeliverAsync("alice", "Subject: hi\r\n\r\nText\r\n");
        (await _world.RunAsync("account remove alice@example.test --delete-mail")).Succeeded();
        Assert.Null(await _world.Storage.Mailboxes.FindAsync("alice", id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Disable_and_enable()
    {
        await _world.RunAsync("account disable alice@example.test");
        Assert.False((await FindAsync("alice@example.test")).Enabled);
        await _world.RunAsync("account enable alice@example.test");
        Assert.True((await FindAsync("alice@example.test")).Enabled);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("remove")]
    [InlineData("enable")]
    [InlineData("password")]
    public async Task Unknown_account_is_refused(string verb) =>
        (await _world.RunAsync($"account {verb} nobody@example.test")).Refused("no account nobody@example.test");

    [Theory]
    [InlineData("not-an-address")]
    [InlineData("a\rb@example.test")]
    [InlineData("@example.test")]
    public async Task Bad_address_is_a_usage_error(string address) =>
        (await _world.RunAsync(["account", "show", address])).Misused("not an address");
}
