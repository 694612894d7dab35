using System.Diagnostics;
using System.Globalization;
using Mail.Azure;
using Mail.Core;
using Mail.Dns;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>
/// A system that sends, after seconds again where others wait for minutes. It knows destinations at ports of this machine from its start on, so that no test
/// waits until a row is in force.
/// </summary>
public sealed class SendingSystem : SharedSystem
{
    private const int Relays = 70;

    // No server answers at the one; the addresses of the other are this machine's.
    private const string Zone = """
        {
          "direct.test": {"MX": ["10 dead.direct.test", "20 live.direct.test"]},
          "dead.direct.test": {"A": ["127.0.0.2"]},
          "live.direct.test": {"A": ["127.0.0.1"]},
          "nomail.test": {"MX": ["0 ."]},
          "loop.test": {"MX": ["10 mx.example.test"]},
          "inside.test": {"MX": ["10 inside.inside.test"]},
          "inside.inside.test": {"A": ["169.254.169.254"]}
        }
        """;

    private readonly FakeDnsServer _dns = new(DnsZone.Parse(Zone));
    private readonly int[] _ports = FreePorts.Take(Relays);
    private readonly Dictionary<string, Destination> _named = [];
    private AzureStorage? _storage;
    private SendingUser? _user;
    private int _used;

    public AzureStorage Storage => _storage!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A domain that nobody else uses, whose mail goes to a port of this machine by a row of table Transports.</summary>
    public Destination NewDestination() => Relay(_used++);

    /// <summary><c>required</c>, <c>verified</c>: by a row that asks for such TLS. <c>late</c>: is tried for a minute. <c>direct</c>: by its MX, of which the first is dead.</summary>
    public Destination Named(string name) => _named[name];

    /// <summary>A user of his own for a test.</summary>
    public async Task<SendingUser> NewUserAsync()
    {
        var system = await StartAsync();
        var address = await NewAccountAsync();
        return new SendingUser(this, system, address, await NewPasswordAsync(address));
    }

    /// <summary>One for all tests that know their own notices by their ENVID.</summary>
    public async Task<SendingUser> SharedUserAsync() => _user ??= await NewUserAsync();

    /// <summary>The record of a message once nothing of it waits any more.</summary>
    /// <param name="log">Of the other server, for when it does not come to that.</param>
    public async Task<MessageRecord> UntilSettledAsync(QueueId queueId, Func<string>? log = null)
    {
        MessageRecord? settled = null;
        await UntilAsync(
            async () =>
            {
                var record = await Storage.Log.FindAsync(queueId, Token);
                settled = record is { IsFinal: true } && record.Recipients.All(recipient => recipient.Outcome != RecipientOutcome.Queued) ? record : null;
                return settled is not null && !await Storage.Outbound.ListAsync(queueId, Token).AnyAsync(Token);
            },
            $"message {queueId} to be settled",
            log);
        return settled!;
    }

    /// <summary>The one job of a message once attempts have been made.</summary>
    public async Task<OutboundJob> UntilTriedAsync(QueueId queueId, int attempts = 1)
    {
        OutboundJob? tried = null;
        await UntilAsync(
            async () => (tried = await Storage.Outbound.ListAsync(queueId, Token).FirstOrDefaultAsync(job => job.Attempts >= attempts, Token)) is not null,
            $"message {queueId} to be tried");
        return tried!;
    }

    public async Task UntilAsync(Func<Task<bool>> condition, string what, Func<string>? log = null)
    {
        var limit = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(
                limit.Elapsed < TimeSpan.FromSeconds(80),
                $"waited in vain for {what}. {log?.Invoke()}\nFunctions wrote:\n{(await StartAsync()).Functions.Output}");
            await Task.Delay(200, Token);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _dns.DisposeAsync();
    }

    protected override Task<Dictionary<string, string>> SettingsAsync() => Task.FromResult(new Dictionary<string, string>
    {
        ["AzureWebJobs_Outbound_Disabled"] = "false",
        ["MAIL_QUEUE_LEASE_SECONDS"] = "10",
        ["MAIL_DNS_SERVERS"] = _dns.EndPoint.ToString(),
        ["MAIL_DIRECT_NETWORKS"] = "127.0.0.0/8",
    });

    protected override async Task PrepareAsync(MailSystem system)
    {
        _storage = new AzureStorage(new StorageOptions { Connection = system.Storage });
        foreach (var (name, value) in new[] { ("retry-first", "1s"), ("retry-max", "2s"), ("delay-warning", "20s") })
        {
            await _storage.SettingsEditor.SetAsync(new SiteSettingRow(name, value), Token);
        }

        foreach (var i in Enumerable.Range(0, Relays))
        {
            await AddAsync(Relay(i), new Core.Transport { Pattern = "", Kind = TransportKind.Smarthost, Host = "[127.0.0.1]" });
        }

        await AddNamedAsync("required", new Core.Transport { Pattern = "", Kind = TransportKind.Smarthost, Host = "[127.0.0.1]", Tls = TlsLevel.Required });
        await AddNamedAsync("verified", new Core.Transport { Pattern = "", Kind = TransportKind.Smarthost, Host = "[127.0.0.1]", Tls = TlsLevel.Verified });
        await AddNamedAsync("late", new Core.Transport { Pattern = "", Kind = TransportKind.Smarthost, Host = "[127.0.0.1]", Lifetime = TimeSpan.FromMinutes(1) });
        await AddNamedAsync("direct", new Core.Transport { Pattern = "", Kind = TransportKind.Direct });
    }

    private Destination Relay(int number) => new(string.Create(CultureInfo.InvariantCulture, $"peer{number}.test"), _ports[number]);

    private async Task AddNamedAsync(string name, Core.Transport transport)
    {
        _named[name] = new Destination(name + ".test", FreePorts.Take());
        await AddAsync(_named[name], transport);
    }

    private async Task AddAsync(Destination destination, Core.Transport transport) =>
        await _storage!.TransportsEditor.SetAsync(transport with { Pattern = destination.Domain, Port = destination.Port }, Token);
}
