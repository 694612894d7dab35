using Mail.Core;

namespace Mail.Interop.Tests;

/// <summary>Mailboxes on Debian's Courier.</summary>
public sealed class CourierTests : CollectingTests
{
    // It brings some 30 a second, whoever asks.
    protected override int Messages => 120;

    [Theory]
    [InlineData(RemoteProtocol.Pop3)]
    [InlineData(RemoteProtocol.Imap)]
    public async Task Everything_arrives_once_and_what_is_not_to_stay_is_gone_there(RemoteProtocol protocol)
    {
        await using var courier = await CourierServer.StartAsync();
        await CollectAndEmptyAsync(courier, Account(protocol, RemoteTls.None, protocol == RemoteProtocol.Pop3 ? courier.Pop3 : courier.Imap));
    }

    [Theory]
    [InlineData(RemoteProtocol.Pop3)]
    [InlineData(RemoteProtocol.Imap)]
    public async Task A_refused_login_pauses_the_account_in_the_end(RemoteProtocol protocol)
    {
        await using var courier = await CourierServer.StartAsync();
        var account = Account(protocol, RemoteTls.None, protocol == RemoteProtocol.Pop3 ? courier.Pop3 : courier.Imap) with { Secret = "wrong" };
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(RemoteFailure.Credentials, (await VisitAsync(account)).Failure);
        }

        Assert.NotNull((await Storage.RemoteAccounts.FindAsync(account.Key, Token))!.Paused);
    }

    private protected override async Task<ICollectedServer> StartAsync() => await CourierServer.StartAsync();
}
