using System.Globalization;
using System.Net;
using Mail.Core;
using Mail.Processing;
using Mail.Testing;
using Mail.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Interop.Tests;

/// <summary>Mailboxes on a real server, collected into storage in memory: what arrives, and what is left there.</summary>
public abstract class CollectingTests
{
    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    private protected InMemoryStorage Storage { get; }

    protected CollectingTests()
    {
        Storage = new InMemoryStorage(Time);
        Storage.Directory.AddDomain("example.test");
        Storage.Directory.AddAccount("alice@example.test", "01aaaaaaaaaaaaaaaaaaaaaaaa");
    }

    /// <summary>How many a test has at first.</summary>
    protected virtual int Messages => 300;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RemoteProtocol.Pop3)]
    [InlineData(RemoteProtocol.Imap)]
    public async Task Connections_that_are_cut_bring_nothing_twice_and_lose_nothing(RemoteProtocol protocol)
    {
        await using var server = await StartAsync();
        await server.DeliverAsync("alice", 0, Messages);
        var (random, cuts) = (new Random(5), 0);
        // Twenty connections that do not come to their end, then good ones.
        await using var proxy = new CutProxy(
            protocol == RemoteProtocol.Pop3 ? server.Pop3 : server.Imap, () => Interlocked.Increment(ref cuts) <= 20 ? random.Next(100, 400_000) : long.MaxValue);
        var account = Account(protocol, RemoteTls.None, proxy.Port) with { KeepFor = TimeSpan.Zero };
        for (var i = 0; i < 100 && await server.CountAsync("alice") > 0; i++)
        {
            await VisitAsync(account);
            Time.Advance(TimeSpan.FromHours(5));
        }

        Assert.Equal(0, await server.CountAsync("alice"));
        await AllThereAsync(Messages);
    }

    private protected abstract Task<ICollectedServer> StartAsync();

    /// <summary>Everything is collected and stays; then more comes, and nothing stays.</summary>
    private protected async Task CollectAndEmptyAsync(ICollectedServer server, RemoteAccount account)
    {
        await server.DeliverAsync("alice", 0, Messages);
        Assert.Equal(Messages, (await VisitAsync(account)).Messages);
        Assert.Equal(0, (await VisitAsync(account)).Messages);
        Assert.Equal(Messages, await server.CountAsync("alice"));
        await server.DeliverAsync("alice", Messages, 5);
        Assert.Equal(5, (await VisitAsync(account with { KeepFor = TimeSpan.Zero })).Messages);
        await NothingIsLeftAsync(server);
        await AllThereAsync(Messages + 5);
    }

    /// <summary>Courier says goodbye before it deletes.</summary>
    private protected static async Task NothingIsLeftAsync(ICollectedServer server)
    {
        for (var i = 0; i < 100 && await server.CountAsync("alice") > 0; i++)
        {
            await Task.Delay(100, Token);
        }

        Assert.Equal(0, await server.CountAsync("alice"));
    }

    private protected static RemoteAccount Account(RemoteProtocol protocol, RemoteTls tls, int port) => new()
    {
        Key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), "far"),
        Id = "0123456789",
        Protocol = protocol,
        Tls = tls,
        Host = DovecotServer.Host,
        Port = port,
        User = "alice",
        Secret = ICollectedServer.Password,
    };

    private protected async Task<FetchReport> VisitAsync(RemoteAccount account)
    {
        await Storage.RemoteAccounts.SetAsync(account, Token);
        var options = new FetchOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], Authorities = [TestCertificate.Root] };
        var flow = new FlowOptions { HostName = "mx.example.test" };
        var incoming = new IncomingQueue(Storage.Queues);
        var visit = new FetchFlow(
            Storage.RemoteAccounts,
            new RemoteMailboxes(FakeDns.Parse($$$"""{"{{{DovecotServer.Host}}}": {"A": ["127.0.0.1"]}}"""), options, new OpenSecrets(), new NoAccessTokens(), TimeProvider.System),
            Storage.FetchState,
            Storage.Locks,
            Storage.Directory,
            new FetchedMessages(Storage.Spool, incoming, new Router(Storage.Directory), flow, Time),
            new FetchNotices(new OwnMail(Storage.Spool, incoming, flow, Time), flow, Time),
            new FetchQueue(Storage.Queues),
            new FetchFlowOptions(),
            Time,
            new Random(1),
            NullLogger<FetchFlow>.Instance);
        return await visit.ProcessAsync(new FetchPointer(account.Key.ToString(), Until: null), account.Key, Token);
    }

    /// <summary>Each message is in the spool once, whole, and has a pointer; notices apart.</summary>
    private protected async Task AllThereAsync(int count)
    {
        var subjects = new List<string>();
        await foreach (var entry in Storage.Spool.ListAsync(from: null, Token))
        {
            await using var message = await Storage.Spool.OpenAsync(entry.QueueId!.Value, Token);
            using var reader = new StreamReader(message!.Content);
            var text = await reader.ReadToEndAsync(Token);
            if (message.Envelope.FetchedFrom is not null)
            {
                var number = text[text.IndexOf("Subject: number ", StringComparison.Ordinal)..].Split("\r\n")[0]["Subject: number ".Length..];
                Assert.EndsWith(MaildirBox.Message(int.Parse(number, CultureInfo.InvariantCulture)), text, StringComparison.Ordinal);
                subjects.Add(number);
            }
        }

        Assert.Equal(count, subjects.Distinct().Count());
        Assert.Equal(count, subjects.Count);
        Assert.True(await Storage.Queues.Get(QueueNames.Incoming).CountAsync(Token) >= count);
    }
}
