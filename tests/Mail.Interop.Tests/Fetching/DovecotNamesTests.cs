using Mail.Core;

namespace Mail.Interop.Tests;

/// <summary>What Dovecot calls its messages: stable names in each of its formats, and names that change between two visits. Nothing comes twice.</summary>
public sealed class DovecotNamesTests : CollectingTests
{
    [Theory]
    [InlineData("%08Xu%08Xv", false)]
    [InlineData("%08Xu%08Xv", true)]
    // As Cyrus and as Courier have it.
    [InlineData("%v.%u", false)]
    [InlineData("UID%u-%v", true)]
    [InlineData("%f", false)]
    [InlineData("%g", true)]
    public async Task Every_format_of_UIDLs_does(string format, bool isMdbox)
    {
        await using var dovecot = await DovecotServer.StartAsync("pop3_uidl_format = " + format, isMdbox);
        await CollectAndEmptyAsync(dovecot, Account(RemoteProtocol.Pop3, RemoteTls.None, dovecot.Pop3));
    }

    [Theory]
    [InlineData("pop3_no_flag_updates = yes")]
    [InlineData("pop3_lock_session = yes")]
    [InlineData("pop3_fast_size_lookups = yes")]
    [InlineData("pop3_reuse_xuidl = yes")]
    [InlineData("pop3_uidl_duplicates = rename")]
    public async Task Settings_that_providers_have_do(string setting)
    {
        await using var dovecot = await DovecotServer.StartAsync(setting);
        await CollectAndEmptyAsync(dovecot, Account(RemoteProtocol.Pop3, RemoteTls.None, dovecot.Pop3));
    }

    [Fact]
    public async Task Other_UIDLs_after_an_upgrade_bring_nothing_again()
    {
        await using var dovecot = await DovecotServer.StartAsync("pop3_uidl_format = %v.%u");
        await dovecot.DeliverAsync("alice", 0, Messages);
        var account = Account(RemoteProtocol.Pop3, RemoteTls.None, dovecot.Pop3);
        Assert.Equal(Messages, (await VisitAsync(account)).Messages);
        await dovecot.RestartAsync("pop3_uidl_format = %08Xu%08Xv");
        await dovecot.DeliverAsync("alice", Messages, 5);
        await ComesAsync(account, 5);
        await dovecot.RestartAsync("pop3_uidl_format = %f");
        await ComesAsync(account with { KeepFor = TimeSpan.Zero }, 0);
        await AllThereAsync(Messages + 5);
    }

    [Theory]
    [InlineData(RemoteProtocol.Pop3)]
    [InlineData(RemoteProtocol.Imap)]
    public async Task A_new_UIDVALIDITY_brings_nothing_again(RemoteProtocol protocol)
    {
        await using var dovecot = await DovecotServer.StartAsync();
        await dovecot.DeliverAsync("alice", 0, Messages);
        var account = Account(protocol, RemoteTls.None, protocol == RemoteProtocol.Pop3 ? dovecot.Pop3 : dovecot.Imap);
        Assert.Equal(Messages, (await VisitAsync(account)).Messages);
        for (var i = 0; i < 2; i++)
        {
            // It is made of the time.
            await Task.Delay(TimeSpan.FromSeconds(1.1), Token);
            await dovecot.ForgetUidsAsync("alice");
            await dovecot.DeliverAsync("alice", Messages + (5 * i), 5);
            await ComesAsync(account, 5);
        }

        await ComesAsync(account with { KeepFor = TimeSpan.Zero }, 0);
        await NothingIsLeftAsync(dovecot);
        await AllThereAsync(Messages + 10);
    }

    private protected override async Task<ICollectedServer> StartAsync() => await DovecotServer.StartAsync("pop3_uidl_format = %f");

    /// <summary>So many are new in the spool; the visit may have read more to know that.</summary>
    private async Task ComesAsync(RemoteAccount account, int count)
    {
        var report = await VisitAsync(account);
        Assert.Null(report.Failure);
        Assert.Equal(count, report.Messages);
    }
}
