using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IDirectory"/> and <see cref="IDirectoryEditor"/> promise.</summary>
public abstract class DirectoryContract
{
    protected abstract IDirectory Directory { get; }

    protected abstract IDirectoryEditor Editor { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_directory_knows_nobody()
    {
        Assert.Null(await Directory.FindDomainAsync("example.test", Cancellation));
        Assert.Null(await Directory.FindAccountAsync("example.test", "alice", Cancellation));
        Assert.Null(await Directory.FindAliasAsync("example.test", AliasEntry.CatchAll, Cancellation));
        Assert.Empty(await Editor.ListDomainsAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Domains_come_back_as_they_were_added()
    {
        var mailbox = new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox, DetailSeparator = '-', DmarcReject = DmarcAction.Tag, DmarcQuarantine = DmarcAction.Discard, Comment = "It's ours" };
        var alias = new DomainEntry { Name = "example.org", Kind = DomainKind.Alias, AliasOf = "example.test", DetailSeparator = null };
        var relay = new DomainEntry { Name = "xn--bcher-kva.test", Kind = DomainKind.Relay, Enabled = false };
        foreach (var domain in new[] { mailbox, alias, relay })
        {
            Assert.True(await Editor.AddDomainAsync(domain, Cancellation));
            Assert.False(await Editor.AddDomainAsync(domain with { Comment = "second" }, Cancellation));
        }

        Assert.Equal(mailbox, await Directory.FindDomainAsync("example.test", Cancellation));
        Assert.Equal(alias, await Directory.FindDomainAsync("example.org", Cancellation));
        Assert.Equal(relay, await Directory.FindDomainAsync("xn--bcher-kva.test", Cancellation));
        Assert.Equal([alias, mailbox, relay], await Editor.ListDomainsAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_domain_is_replaced_and_removed()
    {
        var domain = new DomainEntry { Name = "example.test", Kind = DomainKind.Alias, AliasOf = "other.test", Comment = "old" };
        Assert.False(await Editor.UpdateDomainAsync(domain, Cancellation));
        await Editor.AddDomainAsync(domain, Cancellation);
        var changed = new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox };
        Assert.True(await Editor.UpdateDomainAsync(changed, Cancellation));
        Assert.Equal(changed, Assert.Single(await Editor.ListDomainsAsync(Cancellation).ToListAsync(Cancellation)));
        Assert.True(await Editor.RemoveDomainAsync("example.test", Cancellation));
        Assert.False(await Editor.RemoveDomainAsync("example.test", Cancellation));
    }

    [Theory]
    [InlineData("alice@example.test")]
    [InlineData("\"with space/and\\\\slash #?%=:\"@example.test")]
    [InlineData("o'brien@example.test")]
    [InlineData("grüße@example.test")]
    public async Task Accounts_are_found_by_local_part_in_any_case(string address)
    {
        var account = new AccountEntry
        {
            Address = MailAddress.Parse(address),
            AccountId = Some.AccountId(),
            QuotaBytes = 5_000_000_000,
            PasswordHash = "AQAAAA==",
            DisplayName = "A. Name",
        };
        Assert.True(await Editor.AddAccountAsync(account, Cancellation));
        Assert.False(await Editor.AddAccountAsync(account with { AccountId = Some.AccountId() }, Cancellation));

        var localPart = account.Address.LocalPart;
        Assert.Equal(account, await Directory.FindAccountAsync("example.test", localPart, Cancellation));
        Assert.Equal(account, await Directory.FindAccountAsync("example.test", localPart.ToUpperInvariant(), Cancellation));
        Assert.Null(await Directory.FindAccountAsync("other.test", localPart, Cancellation));
        Assert.Equal(account, Assert.Single(await Editor.ListAccountsAsync("example.test", Cancellation).ToListAsync(Cancellation)));
        Assert.Empty(await Editor.ListAccountsAsync("other.test", Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task An_account_is_replaced_whole()
    {
        var account = new AccountEntry
        {
            Address = Some.Address(),
            AccountId = Some.AccountId(),
            QuotaBytes = 1,
            PasswordHash = "h",
            DisplayName = "d",
        };
        Assert.False(await Editor.UpdateAccountAsync(account, Cancellation));
        await Editor.AddAccountAsync(account, Cancellation);
        var bare = new AccountEntry { Address = account.Address, AccountId = account.AccountId, Enabled = false };
        Assert.True(await Editor.UpdateAccountAsync(bare, Cancellation));
        Assert.Equal(bare, await Directory.FindAccountAsync("example.test", "alice", Cancellation));
        Assert.True(await Editor.RemoveAccountAsync(account.Address, Cancellation));
        Assert.False(await Editor.RemoveAccountAsync(account.Address, Cancellation));
        Assert.Empty(await Editor.ListAccountsAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Aliases_keep_their_targets_and_the_catch_all_is_one_of_them()
    {
        var sales = new AliasEntry
        {
            Domain = "example.test",
            LocalPart = "sales",
            Targets = [Some.Address(), Some.Address("\"a, b\"@other.test"), Some.Address("bob@example.test")],
            Comment = "team",
        };
        var rest = new AliasEntry { Domain = "example.test", LocalPart = AliasEntry.CatchAll, Targets = [Some.Address()], Enabled = false };
        Assert.True(await Editor.AddAliasAsync(sales, Cancellation));
        Assert.False(await Editor.AddAliasAsync(sales, Cancellation));
        Assert.True(await Editor.AddAliasAsync(rest, Cancellation));

        AssertSame(sales, await Directory.FindAliasAsync("example.test", "SALES", Cancellation));
        AssertSame(rest, await Directory.FindAliasAsync("example.test", AliasEntry.CatchAll, Cancellation));
        Assert.Equal(2, await Editor.ListAliasesAsync("example.test", Cancellation).CountAsync(Cancellation));

        var changed = sales with { Targets = [Some.Address()], Comment = null };
        Assert.True(await Editor.UpdateAliasAsync(changed, Cancellation));
        AssertSame(changed, await Editor.ListAliasesAsync(null, Cancellation).SingleAsync(a => a.LocalPart == "sales", Cancellation));
        Assert.True(await Editor.RemoveAliasAsync("example.test", "sales", Cancellation));
        Assert.False(await Editor.RemoveAliasAsync("example.test", "sales", Cancellation));
        Assert.False(await Editor.UpdateAliasAsync(sales, Cancellation));
    }

    private static void AssertSame(AliasEntry expected, AliasEntry? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Targets, actual.Targets);
        Assert.Equal(expected, actual with { Targets = expected.Targets });
    }
}
