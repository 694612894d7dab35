using System.Globalization;
using System.Net;
using Mail.Core;
using Mail.Processing;
using Mail.Testing;
using Mail.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Interop.Tests;

/// <summary>Mailboxes on Debian's Dovecot, collected into storage in memory: what arrives, and what is left there.</summary>
public sealed class DovecotTests
{
    private const int Messages = 300;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly InMemoryStorage _storage;

    public DovecotTests()
    {
        _storage = new InMemoryStorage(_time);
        _storage.Directory.AddDomain("example.test");
        _storage.Directory.AddAccount("alice@example.test", "01aaaaaaaaaaaaaaaaaaaaaaaa");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
        await dovecot.DeliverAsync("alice", 0, Messages);
        var account = Account(protocol, tls, PortOf(dovecot, protocol, tls));
        Assert.Equal(Messages, (await VisitAsync(account)).Messages);
        Assert.Equal(0, (await VisitAsync(account)).Messages);
        await dovecot.DeliverAsync("alice", Messages, 5);
        Assert.Equal(5, (await VisitAsync(account with { KeepFor = TimeSpan.Zero })).Messages);
        Assert.Equal(0, dovecot.Count("alice"));
        await AllThereAsync(Messages + 5);
    }

    [Theory]
    [InlineData(RemoteProtocol.Pop3)]
    [InlineData(RemoteProtocol.Imap)]
    public async Task Connections_that_are_cut_bring_nothing_twice_and_lose_nothing(RemoteProtocol protocol)
    {
        await using var dovecot = await DovecotServer.StartAsync();
        await dovecot.DeliverAsync("alice", 0, Messages);
        var (random, cuts) = (new Random(5), 0);
        // Twenty connections that do not come to their end, then good ones.
        await using var proxy = new CutProxy(
            protocol == RemoteProtocol.Pop3 ? dovecot.Pop3 : dovecot.Imap, () => Interlocked.Increment(ref cuts) <= 20 ? random.Next(100, 400_000) : long.MaxValue);
        var account = Account(protocol, RemoteTls.None, proxy.Port) with { KeepFor = TimeSpan.Zero };
        for (var i = 0; i < 100 && dovecot.Count("alice") > 0; i++)
        {
            await VisitAsync(account);
            _time.Advance(TimeSpan.FromHours(5));
        }

        Assert.Equal(0, dovecot.Count("alice"));
        await AllThereAsync(Messages);
    }

    [Fact]
    public async Task A_wrong_password_is_told_from_other_failures()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        foreach (var protocol in new[] { RemoteProtocol.Pop3, RemoteProtocol.Imap })
        {
            var account = Account(protocol, RemoteTls.Implicit, PortOf(dovecot, protocol, RemoteTls.Implicit)) with { Secret = "wrong", Id = $"wrong{protocol}".ToLowerInvariant() };
            Assert.Equal(RemoteFailure.Credentials, (await VisitAsync(account)).Failure);
            Assert.NotNull((await _storage.RemoteAccounts.FindAsync(account.Key, Token))!.Paused);
        }
    }

    private static int PortOf(DovecotServer dovecot, RemoteProtocol protocol, RemoteTls tls) => (protocol, tls) switch
    {
        (RemoteProtocol.Pop3, RemoteTls.Implicit) => dovecot.Pop3s,
        (RemoteProtocol.Pop3, _) => dovecot.Pop3,
        (_, RemoteTls.Implicit) => dovecot.Imaps,
        _ => dovecot.Imap,
    };

    private static RemoteAccount Account(RemoteProtocol protocol, RemoteTls tls, int port) => new()
    {
        Key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), "far"),
        Id = "0123456789",
        Protocol = protocol,
        Tls = tls,
        Host = "dovecot.test",
        Port = port,
        User = "alice",
        Secret = DovecotServer.Password,
    };

    private async Task<FetchReport> VisitAsync(RemoteAccount account)
    {
        await _storage.RemoteAccounts.SetAsync(account, Token);
        var options = new FetchOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], Authorities = [TestCertificate.Root] };
        var flow = new FlowOptions { HostName = "mx.example.test" };
        var incoming = new IncomingQueue(_storage.Queues);
        var visit = new FetchFlow(
            _storage.RemoteAccounts,
            new RemoteMailboxes(FakeDns.Parse("""{"dovecot.test": {"A": ["127.0.0.1"]}}"""), options, new OpenSecrets(), new NoAccessTokens(), TimeProvider.System),
            _storage.FetchState,
            _storage.Locks,
            _storage.Directory,
            new FetchedMessages(_storage.Spool, incoming, new Router(_storage.Directory), flow, _time),
            new FetchNotices(new OwnMail(_storage.Spool, incoming, flow, _time), flow, _time),
            new FetchQueue(_storage.Queues),
            new FetchFlowOptions(),
            _time,
            new Random(1),
            NullLogger<FetchFlow>.Instance);
        return await visit.ProcessAsync(new FetchPointer(account.Key.ToString(), Until: null), account.Key, Token);
    }

    /// <summary>Each message is in the spool once, whole, and has a pointer; notices apart.</summary>
    private async Task AllThereAsync(int count)
    {
        var subjects = new List<string>();
        await foreach (var entry in _storage.Spool.ListAsync(from: null, Token))
        {
            await using var message = await _storage.Spool.OpenAsync(entry.QueueId!.Value, Token);
            using var reader = new StreamReader(message!.Content);
            var text = await reader.ReadToEndAsync(Token);
            if (message.Envelope.FetchedFrom is not null)
            {
                var number = text[text.IndexOf("Subject: number ", StringComparison.Ordinal)..].Split("\r\n")[0]["Subject: number ".Length..];
                Assert.EndsWith(ScriptedMailbox.Message(int.Parse(number, CultureInfo.InvariantCulture), 2000), text, StringComparison.Ordinal);
                subjects.Add(number);
            }
        }

        Assert.Equal(count, subjects.Distinct().Count());
        Assert.Equal(count, subjects.Count);
        Assert.True(await _storage.Queues.Get(QueueNames.Incoming).CountAsync(Token) >= count);
    }
}
