using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>A scripted server, and sessions with it.</summary>
internal abstract class RemoteWorld<TServer> : IAsyncDisposable
    where TServer : ScriptedServer, new()
{
    protected RemoteWorld() => Server.MailboxOf = _ => Mailbox;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public TServer Server { get; } = new();

    public ScriptedMailbox Mailbox { get; } = new();

    public FakeDns Dns { get; } = FakeDns.Parse("""{"pop.far.test": {"A": ["127.0.0.1"]}, "imap.far.test": {"A": ["127.0.0.1"]}, "inside.test": {"A": ["10.1.2.3"]}, "meta.test": {"A": ["169.254.169.254"]}}""");

    public FixedSecrets Secrets { get; } = new("s3cret");

    public FetchOptions Options { get; set; } = new()
    {
        AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")],
        Authorities = [TestCertificate.Root],
        OurNames = new HashSet<string> { "mx.example.test" },
    };

    public abstract RemoteAccount Account { get; }

    protected RemoteAccount AccountOf(RemoteProtocol protocol, string host) => new()
    {
        Key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), "far"),
        Id = "0123456789",
        Protocol = protocol,
        Tls = RemoteTls.None,
        Host = host,
        Port = Server.Port,
        User = "alice",
    };

    public Task<IRemoteMailbox> OpenAsync(RemoteAccount? account = null) =>
        new RemoteMailboxes(Dns, Options, Secrets, Secrets, TimeProvider.System).OpenAsync(account ?? Account, Token);

    /// <summary>Everything that the mailbox has, by UID.</summary>
    public async Task<Dictionary<string, string>> ReadAllAsync(RemoteAccount? account = null)
    {
        await using var mailbox = await OpenAsync(account);
        await mailbox.OpenAsync("INBOX", Token);
        var read = new ConcurrentDictionary<string, string>();
        await mailbox.ReadAsync(
            await mailbox.ListAsync(Token),
            async (message, content, token) =>
            {
                using var reader = new StreamReader(content, Encoding.Latin1);
                read[message.Uid] = await reader.ReadToEndAsync(token);
            },
            Token);
        await mailbox.CloseAsync(Token);
        return new(read);
    }

    public async Task<RemoteMailboxException> FailAsync(RemoteAccount? account = null) =>
        await Assert.ThrowsAsync<RemoteMailboxException>(() => ReadAllAsync(account));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
