using System.Net;
using Mail.Core;
using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>A gateway on ephemeral loopback ports, its storage in memory: example.test with alice and bob.</summary>
internal sealed class GatewayBench : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private GatewayServer _server;

    private GatewayBench(GatewayOptions options, IDnsResolver? dns)
    {
        Dns = dns ?? FakeDns.Empty();
        Options = options;
        Spool = new HeldSpool(Storage.Spool);
        Storage.Directory.AddDomain("example.test");
        Storage.Directory.AddAccount("alice@example.test");
        Storage.Directory.AddAccount("bob@example.test");
        _server = NewServer();
    }

    public InMemoryStorage Storage { get; } = new();

    public HeldSpool Spool { get; }

    /// <summary>Every name is NXDOMAIN, unless the test gave another.</summary>
    public IDnsResolver Dns { get; }

    public GatewayOptions Options { get; private set; }

    public GatewayServer Server => _server;

    public int Port => _server.SmtpEndPoint.Port;

    public IReadOnlyList<string> Pointers => ((InMemoryWorkQueue)Storage.Queues.Get(QueueNames.Incoming)).Bodies;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<GatewayBench> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null, IDnsResolver? dns = null)
    {
        var options = new GatewayOptions
        {
            HostName = "mx.example.test",
            Listen = IPAddress.Loopback,
            SmtpPort = 0,
            SubmissionPort = 0,
            SubmissionsPort = 0,
            HealthPort = 0,
            StateFolder = System.IO.Directory.CreateTempSubdirectory("gateway-").FullName,
            DrainTimeout = TimeSpan.FromSeconds(20),
        };
        var bench = new GatewayBench(change?.Invoke(options) ?? options, dns);
        await bench._server.StartAsync(Token);
        return bench;
    }

    /// <summary>The next process starts with the journal as the last one would leave it if it were killed now.</summary>
    public async Task KillAndRestartAsync()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("gateway-").FullName;
        using (var from = new FileStream(
            Path.Combine(Options.StateFolder!, AcceptanceJournal.FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var to = File.Create(Path.Combine(folder, AcceptanceJournal.FileName)))
        {
            await from.CopyToAsync(to, Token);
        }

        await StopAsync();
        Options = Options with { StateFolder = folder };
        _server = NewServer();
        await _server.StartAsync(Token);
    }

    public Task<SmtpDialog> ConnectAsync() => SmtpDialog.ConnectAsync(Port);

    /// <param name="listener">smtp, submission or submissions.</param>
    public int PortOf(string listener) => _server.Listening.Single(l => l.Name == listener).EndPoint.Port;

    public async Task<(HttpStatusCode Status, string Text)> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri($"http://{_server.HealthEndPoint}{path}"), Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    public async Task<IReadOnlyList<SpoolEntry>> SpooledAsync() => await Storage.Spool.ListAsync(null, Token).ToListAsync(Token);

    public async Task<(Envelope Envelope, string Content)> OpenAsync(QueueId queueId)
    {
        await using var message = await Storage.Spool.OpenAsync(queueId, Token);
        Assert.NotNull(message);
        using var reader = new StreamReader(message.Content);
        return (message.Envelope, await reader.ReadToEndAsync(Token));
    }

    /// <summary>Waits for what the gateway does on its own time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var i = 0; i < 500; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(20, Token);
        }

        Assert.Fail($"Not within 10 s: {what}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await StopAsync();
    }

    private async Task StopAsync()
    {
        Spool.Release();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        System.IO.Directory.Delete(Options.StateFolder!, recursive: true);
    }

    private GatewayServer NewServer() => new(
        Options,
        _ => new GatewayPorts
        {
            Spool = Spool,
            Log = Storage.Log,
            Directory = Storage.Directory,
            Queues = Storage.Queues,
            Settings = Storage.Settings,
            Dns = Dns,
            AccessRules = Storage.AccessRules,
            Rejects = Storage.Rejects,
            Greylist = Storage.Greylist,
            Credentials = Storage.Credentials,
            SenderGrants = Storage.SenderGrants,
        },
        TimeProvider.System);
}
