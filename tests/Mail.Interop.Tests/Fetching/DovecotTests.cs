using Mail.Core;

namespace Mail.Interop.Tests;

/// <summary>Mailboxes on Debian's Dovecot.</summary>
public sealed class DovecotTests : CollectingTests
{
    [Theory]
    [InlineData(RemoteProtocol.Pop3, RemoteTls.None)]
    [InlineData(RemoteProtocol.Pop3, RemoteTls.StartTls)]
    [InlineData(RemoteProtocol.Pop3, RemoteTls.Implicit)]
    [InlineData(RemoteProtocol.Imap, RemoteTls.None)]
    [InlineData(RemoteProtocol.Imap, RemoteTls.StartTls)]
    [InlineData(RemoteProtocol.Imap, RemoteTls.Implicit)]
    public async Task Everything_arrives_once_and_what_is_not_to_stay_is_gone_there(RemoteProtocol protocol, RemoteTls tls)
    {
        await using var dovecot = await DovecotServer.StartAsync();
        await CollectAndEmptyAsync(dovecot, Account(protocol, tls, PortOf(dovecot, protocol, tls)));
    }

    [Fact]
    public async Task A_wrong_password_is_told_from_other_failures()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        foreach (var protocol in new[] { RemoteProtocol.Pop3, RemoteProtocol.Imap })
        {
            var account = Account(protocol, RemoteTls.Implicit, PortOf(dovecot, protocol, RemoteTls.Implicit)) with { Secret = "wrong", Id = $"wrong{protocol}".ToLowerInvariant() };
            Assert.Equal(RemoteFailure.Credentials, (await VisitAsync(account)).Failure);
            Assert.NotNull((await Storage.RemoteAccounts.FindAsync(account.Key, Token))!.Paused);
        }
    }

    private protected override async Task<ICollectedServer> StartAsync() => await DovecotServer.StartAsync();

    private static int PortOf(DovecotServer dovecot, RemoteProtocol protocol, RemoteTls tls) => (protocol, tls) switch
    {
        (RemoteProtocol.Pop3, RemoteTls.Implicit) => dovecot.Pop3s,
        (RemoteProtocol.Pop3, _) => dovecot.Pop3,
        (_, RemoteTls.Implicit) => dovecot.Imaps,
        _ => dovecot.Imap,
    };
}
