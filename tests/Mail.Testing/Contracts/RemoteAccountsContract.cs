using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IRemoteAccountsEditor"/> promises.</summary>
public abstract class RemoteAccountsContract
{
    protected abstract IRemoteAccountsEditor Accounts { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static RemoteAccount Small(string key = "alice@example.test/gmail") => new()
    {
        Key = RemoteAccountKey.TryParse(key, out var parsed) ? parsed : throw new ArgumentException(key),
        Id = Testing.Some.QueueId().ToString(),
        Protocol = RemoteProtocol.Pop3,
        Tls = RemoteTls.Implicit,
        Host = "pop.far.test",
        User = "alice",
    };

    private static RemoteAccount Whole() => Small("\"a/b\"@example.test/all") with
    {
        Protocol = RemoteProtocol.Imap,
        Tls = RemoteTls.StartTls,
        Host = "[192.0.2.1]",
        Port = 1143,
        User = "dömain\\alice@far.test",
        Authentication = RemoteAuthentication.OAuth,
        Secret = "https://vault.test/secrets/fetch-x",
        Fingerprint = new string('a', 64),
        Interval = TimeSpan.FromMinutes(90),
        Folders = ["INBOX", "Lists/ünï"],
        KeepFor = TimeSpan.FromDays(14),
        SizeLimit = 123_456,
        BatchLimit = 77,
        FilterAsNew = false,
        Multidrop = "X-Original-To",
        Paused = "by hand",
        Comment = "the old one",
    };

    [Fact]
    public async Task An_account_comes_back_as_it_was_written()
    {
        foreach (var account in new[] { Small(), Whole(), Small("bob@example.test/x") with { KeepFor = TimeSpan.Zero } })
        {
            Assert.True(await Accounts.AddAsync(account, Cancellation));
            Assert.False(await Accounts.AddAsync(account, Cancellation));
            var found = await Accounts.FindAsync(account.Key, Cancellation);
            Assert.NotNull(found);
            Assert.Equal(account.Folders, found.Folders);
            Assert.Equal(account, found with { Folders = account.Folders });
        }

        Assert.Equal(3, await Accounts.ListAsync(Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Setting_replaces_what_was_there_and_empties_what_is_empty_now()
    {
        await Accounts.SetAsync(Whole(), Cancellation);
        var small = Small(Whole().Key.ToString());
        await Accounts.SetAsync(small, Cancellation);
        var found = await Accounts.FindAsync(small.Key, Cancellation);
        Assert.Equal(small, found! with { Folders = small.Folders });
    }

    [Fact]
    public async Task Pausing_changes_nothing_else()
    {
        var account = Small();
        await Accounts.AddAsync(account, Cancellation);
        Assert.True(await Accounts.SetPausedAsync(account.Key, "password refused", Cancellation));
        Assert.Equal("password refused", (await Accounts.FindAsync(account.Key, Cancellation))!.Paused);
        Assert.True(await Accounts.SetPausedAsync(account.Key, reason: null, Cancellation));
        Assert.Equal(account, (await Accounts.FindAsync(account.Key, Cancellation))! with { Folders = account.Folders });
        Assert.False(await Accounts.SetPausedAsync(account.Key with { Name = "other" }, "x", Cancellation));
        Assert.Null(await Accounts.FindAsync(account.Key with { Name = "other" }, Cancellation));
    }

    [Fact]
    public async Task Accounts_are_listed_by_target_and_removed_by_key()
    {
        await Accounts.AddAsync(Small(), Cancellation);
        await Accounts.AddAsync(Small("alice@example.test/work"), Cancellation);
        await Accounts.AddAsync(Small("bob@example.test/work"), Cancellation);
        Assert.Equal(["gmail", "work"], await Accounts.ListAsync(Small().Key.Target, Cancellation).Select(account => account.Key.Name).ToListAsync(Cancellation));
        Assert.True(await Accounts.RemoveAsync(Small().Key, Cancellation));
        Assert.False(await Accounts.RemoveAsync(Small().Key, Cancellation));
        Assert.Equal(2, await Accounts.ListAsync(Cancellation).CountAsync(Cancellation));
    }
}
