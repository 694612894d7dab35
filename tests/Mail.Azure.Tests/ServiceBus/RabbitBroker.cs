using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Mail.Testing;

namespace Mail.Azure.Tests;

/// <summary>RabbitMQ from Debian with its AMQP 1.0 plugin: a real broker, on ephemeral ports with a folder of its own.</summary>
internal sealed class RabbitBroker : IAsyncDisposable
{
    // Debian's wrapper in /usr/sbin changes user and folder; this is what it runs.
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    /// <summary>A queue that outlives the broker. Its address is <c>/amq/queue/durable</c>.</summary>
    public const string DurableQueue = "durable";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    // With definitions of its own the broker makes no user by itself. The password is not used; its hash is of noise.
    private const string Definitions = $$$"""
        {
          "users": [{"name": "guest", "password_hash": "AAAAAJlTpQwGXjUvVZiHHIt3hJGXG6KOd0vNhMRbBzYVpGfe", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": ""}],
          "vhosts": [{"name": "/"}],
          "permissions": [{"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],
          "queues": [{"name": "{{{DurableQueue}}}", "vhost": "/", "durable": true, "auto_delete": false, "arguments": { } }]
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-rabbit-");
    private readonly int[] _ports = FreePorts.Take(3);
    private Process? _process;

    private RabbitBroker()
    {
        File.WriteAllText(Path("rabbitmq.conf"), $"listeners.tcp.1 = 127.0.0.1:{Port}\namqp1_0.default_user = guest\nload_definitions = {Path("definitions.json")}\n");
        File.WriteAllText(Path("definitions.json"), Definitions);
        File.WriteAllText(Path("enabled_plugins"), "[rabbitmq_amqp1_0].");
    }

    public int Port => _ports[0];

    public static async Task<RabbitBroker> StartAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(File.Exists(Server), "skipped: rabbitmq-server not installed");
        var broker = new RabbitBroker();
        await broker.RunAsync(cancellationToken);
        return broker;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Server) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("rabbitmq-server does not start.");
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var clock = Stopwatch.StartNew(); !await ListensAsync(cancellationToken);)
        {
            Assert.True(clock.Elapsed < StartLimit && !_process.HasExited, "RabbitMQ does not come up");
            await Task.Delay(200, cancellationToken);
        }
    }

    /// <summary>As a power cut.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        // Erlang's name server, which the broker started on a port of ours, goes only when asked.
        using var names = Process.Start(new ProcessStartInfo("epmd", ["-port", Number(_ports[2]), "-kill"]) { RedirectStandardOutput = true });
        await names!.WaitForExitAsync();
        _folder.Delete(recursive: true);
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["HOME"] = _folder.FullName,
        ["RABBITMQ_CONFIG_FILE"] = Path("rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path("enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path("db"),
        ["RABBITMQ_LOG_BASE"] = Path("log"),
        ["RABBITMQ_PID_FILE"] = Path("pid"),
        ["RABBITMQ_NODENAME"] = $"mail{Port}@localhost",
        ["RABBITMQ_DIST_PORT"] = Number(_ports[1]),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = Number(_ports[2]),
    };

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
